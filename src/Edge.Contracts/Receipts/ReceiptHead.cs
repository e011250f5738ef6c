namespace Edge.Contracts.Receipts;

/// <summary>The end of a chain: what goes out as an anchor, since whoever holds it can tell later that nothing was cut from the end.</summary>
/// <param name="Sequence">Number of the last committed entry; 0 where there is none.</param>
/// <param name="Hash">Its hash, 64 lower-case hexadecimal digits; zeros where there is none.</param>
public sealed record ReceiptHead(long Sequence, string Hash)
{
    /// <summary>What the first entry of a chain links to.</summary>
    public static ReceiptHead None { get; } = new(0, new string('0', 64));

    /// <inheritdoc />
    public override string ToString() => $"{Sequence}:{Hash}";
}
