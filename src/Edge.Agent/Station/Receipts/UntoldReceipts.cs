using Edge.Contracts.Receipts;

namespace Edge.Agent.Station.Receipts;

/// <summary>The receipts at the end of a chain whose messages a crash may have kept from the outbox.</summary>
internal static class UntoldReceipts
{
    // A message follows its receipt within moments: what is further back was told.
    private const int NewestFiles = 2;

    /// <summary>The parts' receipts behind <paramref name="told"/>, oldest first. The chain must have been recovered.</summary>
    /// <param name="folder">The station's receipts.</param>
    /// <param name="told">Number of the last entry that was told; null where none ever was.</param>
    /// <exception cref="IOException">The folder cannot be read.</exception>
    public static IEnumerable<(ReceiptHead At, PartReceipt Receipt)> Behind(string folder, long? told)
    {
        string[] files = [.. Directory.EnumerateFiles(folder, "receipts-*.jsonl").Order(StringComparer.Ordinal).TakeLast(NewestFiles)];
        foreach (string line in files.SelectMany(File.ReadLines))
        {
            if (ReceiptLine.TryRead(System.Text.Encoding.UTF8.GetBytes(line)) is { Entry: { Receipt: PartReceipt part } entry } read && entry.Sequence > (told ?? 0))
                yield return (new ReceiptHead(entry.Sequence, read.Hash), part);
        }
    }
}
