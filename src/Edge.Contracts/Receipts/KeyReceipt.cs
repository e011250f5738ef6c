namespace Edge.Contracts.Receipts;

/// <summary>The device's key changes: this entry is signed by the old key, those after it by the one named here.</summary>
public sealed record KeyReceipt : Receipt
{
    /// <summary>The new public key: SubjectPublicKeyInfo (DER), base64.</summary>
    public required string PublicKey { get; init; }
}
