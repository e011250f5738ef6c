namespace Edge.Contracts.Receipts;

/// <summary>The first entry of every file. That of file 1 begins the chain.</summary>
public sealed record OpeningReceipt : Receipt
{
    /// <summary>Number of the file, from 1.</summary>
    public required int File { get; init; }

    /// <summary>Id of the device.</summary>
    public required string Device { get; init; }

    /// <summary>The public key that this entry and those after it are signed with: SubjectPublicKeyInfo (DER), base64.</summary>
    public required string PublicKey { get; init; }
}
