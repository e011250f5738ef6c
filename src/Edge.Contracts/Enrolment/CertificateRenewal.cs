using System.Text.Json.Serialization;

namespace Edge.Contracts.Enrolment;

/// <summary>Body of <c>POST /api/v1/device/certificate</c>, sent with the certificate in force; the answer is an <see cref="IssuedCertificate"/>. The old certificate stays good until its own end, so that nothing is lost in between.</summary>
/// <param name="Csr">PKCS #10 request in PEM, ECDSA P-256, signed by the next key (or the same one).</param>
[JsonUnmappedMemberHandling(JsonUnmappedMemberHandling.Skip)]
public sealed record CertificateRenewal(string Csr);
