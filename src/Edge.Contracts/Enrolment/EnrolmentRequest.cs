using System.Text.Json.Serialization;

namespace Edge.Contracts.Enrolment;

/// <summary>Body of <c>POST /api/v1/enroll</c>.</summary>
/// <param name="Token">The one-time token (<see cref="EnrolmentToken"/>).</param>
/// <param name="Csr">PKCS #10 request in PEM, ECDSA P-256, signed by the key that was made on the device. Its subject is ignored: the cloud names the device.</param>
/// <param name="Hardware">Kind of hardware, as releases name it; an <see cref="Topics.EdgeId"/>.</param>
/// <param name="Serial">Serial number of this very device, 1 to 128 printable ASCII characters without spaces.</param>
[JsonUnmappedMemberHandling(JsonUnmappedMemberHandling.Skip)]
public sealed record EnrolmentRequest(string Token, string Csr, string Hardware, string Serial)
{
    /// <summary>Id that the device would like; absent: what the token says, or one that the cloud makes up.</summary>
    public string? Device { get; init; }

    /// <summary>Site that the device believes to be at; refused where the token says another. Absent: what the token says.</summary>
    public string? Site { get; init; }
}
