namespace Edge.Contracts.Receipts;

/// <summary>What a chain is checked against.</summary>
public sealed record ReceiptCheck
{
    /// <summary>
    /// The device's key as it is known from elsewhere: the one that the chain begins with, or the one that it ends with after its entries named it.
    /// Null takes the first entry's word for the key: then the chain is whole, but who made it is not known.
    /// </summary>
    public ReceiptKey? Key { get; init; }

    /// <summary>Whether earlier files may be missing without an entry that says so; for a file on its own.</summary>
    public bool MayStartInTheMiddle { get; init; }

    /// <summary>Whether to pass over the signatures: hashes and links find what a loss of power leaves, at a fraction of the cost; they do not find a forger.</summary>
    public bool HashesOnly { get; init; }

    /// <summary>Hash of an entry that is known to have been in the chain; null for none.</summary>
    public string? ExpectedHash { get; init; }

    /// <summary>Number of that entry, or just a number that the chain must reach; null for none.</summary>
    public long? ExpectedSequence { get; init; }

    /// <summary>Gets each entry that has been found whole, in order; null for nobody.</summary>
    public Action<ReceiptLine>? OnEntry { get; init; }
}
