using System.Text.Json;
using System.Text.Json.Serialization;

namespace Edge.Contracts.Enrolment;

/// <summary>JSON of enrolment: camel case, nulls left out, unknown fields passed over when reading, so that either side may be newer.</summary>
[JsonSourceGenerationOptions(
    JsonSerializerDefaults.Web,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    RespectNullableAnnotations = true,
    RespectRequiredConstructorParameters = true)]
[JsonSerializable(typeof(AuthorityAnswer))]
[JsonSerializable(typeof(EnrolmentRequest))]
[JsonSerializable(typeof(EnrolmentAnswer))]
[JsonSerializable(typeof(CertificateRenewal))]
[JsonSerializable(typeof(IssuedCertificate))]
public sealed partial class EnrolmentJson : JsonSerializerContext;
