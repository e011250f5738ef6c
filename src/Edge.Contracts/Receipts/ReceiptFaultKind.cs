namespace Edge.Contracts.Receipts;

/// <summary>What is wrong at a broken link.</summary>
public enum ReceiptFaultKind
{
    /// <summary>The line is not of the format's one form.</summary>
    Shape,

    /// <summary>The file ends in the middle of a line.</summary>
    Torn,

    /// <summary>The entry is not what was hashed: it, or its hash, was changed.</summary>
    Hash,

    /// <summary>The signature is not the key's: entry and hash were made by somebody else.</summary>
    Signature,

    /// <summary>The key is not the one that is trusted or that the chain names.</summary>
    Key,

    /// <summary>The numbers have a gap or go back: entries were removed, added, repeated or put in another order.</summary>
    Sequence,

    /// <summary>The entry links to another one than that before it.</summary>
    Link,

    /// <summary>The entry belongs to another station, or the file to another place in the chain.</summary>
    Place,

    /// <summary>Files at the beginning are missing, and no entry says that they were dropped.</summary>
    Missing,

    /// <summary>The chain ends before the entry that is known to have been in it.</summary>
    Truncated,
}
