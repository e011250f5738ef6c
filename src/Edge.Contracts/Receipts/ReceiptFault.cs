namespace Edge.Contracts.Receipts;

/// <summary>The first broken link of a chain.</summary>
/// <param name="Kind">What is wrong.</param>
/// <param name="File">Name of the file; empty where it concerns the chain as a whole.</param>
/// <param name="Line">Line in it, from 1; 0 for the file as a whole.</param>
/// <param name="Sequence">Number of the entry: what it says, or what is due where that can't be read; null where there is none.</param>
/// <param name="Text">The same for people, with what would be right.</param>
public sealed record ReceiptFault(ReceiptFaultKind Kind, string File, long Line, long? Sequence, string Text)
{
    /// <inheritdoc />
    public override string ToString() =>
        File.Length == 0 ? Text : $"{File}{(Line > 0 ? $", line {Line}" : "")}{(Sequence is { } sequence ? $" (entry {sequence})" : "")}: {Text}";
}
