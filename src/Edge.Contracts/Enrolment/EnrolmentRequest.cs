namespace Edge.Contracts.Enrolment;

/// <summary>Body of <c>POST /api/v1/enroll</c>: a device asks to belong to a fleet.</summary>
public sealed record EnrolmentRequest
{
    /// <summary>The token as written (<see cref="EnrolmentToken"/>).</summary>
    public required string Token { get; init; }

    /// <summary>Certificate request (PKCS#10, PEM) of the device's key on P-256. Its signature proves that the device has the key; its names are not used.</summary>
    public required string Csr { get; init; }

    /// <summary>What the device is made of, as release targets name it; 1 to 100 letters, digits, <c>.</c>, <c>_</c> and <c>-</c>.</summary>
    public required string Hardware { get; init; }

    /// <summary>Serial number; 1 to 100 of the same.</summary>
    public required string Serial { get; init; }

    /// <summary>Device id that it would like; null lets the token or the cloud choose. A token that is bound to a device decides.</summary>
    public string? Device { get; init; }

    /// <summary>Site that it thinks it is at; null lets the token decide, which does in any case.</summary>
    public string? Site { get; init; }
}
