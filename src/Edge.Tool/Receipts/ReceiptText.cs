using System.Globalization;
using System.Text;
using System.Text.Json;
using Edge.Contracts.Receipts;

namespace Edge.Tool.Receipts;

/// <summary>Entries for people.</summary>
internal static class ReceiptText
{
    private static readonly JsonSerializerOptions Indented = new() { WriteIndented = true, Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>One line.</summary>
    public static string Short(ReceiptLine line) =>
        string.Create(CultureInfo.InvariantCulture, $"{line.Entry.Sequence,8}  {line.Entry.At:yyyy-MM-dd HH:mm:ss.fff}Z  {Clean(What(line.Entry.Receipt))}\n");

    /// <summary>Everything in it, with the place in the chain.</summary>
    public static string Long(ReceiptLine line)
    {
        using JsonDocument entry = JsonDocument.Parse(ReceiptLine.Canonical(line.Entry));
        return new StringBuilder(Short(line))
            .AppendLine(JsonSerializer.Serialize(entry.RootElement, Indented))
            .AppendLine(CultureInfo.InvariantCulture, $"hash {line.Hash}")
            .ToString();
    }

    private static string What(Receipt receipt) => receipt switch
    {
        PartReceipt part => $"part {part.Part} of {part.Product}: {Word(part.Outcome)}{Why(part)}; {Word(part.Action)}{(part.LatencyUs is { } us ? $" {us / 1000.0:0.0} ms after its trigger" : "")}, {Word(part.Confirmation)}",
        GoldenPartReceipt golden => $"golden part '{golden.Check}' of {golden.Product}: {Word(golden.Outcome)}, expected {Word(golden.Expected)}: {(golden.IsRight ? "right" : "WRONG")}",
        InterlockReceipt interlock => $"interlock {Word(interlock.State)}{(interlock.By is { } by ? $" by {by}" : "")}: {interlock.Reason}",
        StationReceipt station => $"station {Word(station.State)}, software {station.Software.Version}: {station.Reason}",
        OpeningReceipt opening => $"file {opening.File} of device {opening.Device}",
        KeyReceipt => "the key changes",
        DroppedReceipt dropped => $"file {dropped.File} with entries {dropped.First?.ToString(CultureInfo.InvariantCulture) ?? "?"} to {dropped.Last} is dropped: {dropped.Reason}",
        RecoveryReceipt recovery => $"recovered: {recovery.CutBytes} uncommitted bytes cut, {recovery.PartsInFlight} parts had been in flight{(recovery.Damage is { } damage ? $"; DAMAGED: {damage}" : "")}",
        _ => receipt.GetType().Name,
    };

    private static string Why(PartReceipt part) =>
        part.Doubts.Count > 0 ? $" ({string.Join(", ", part.Doubts.Select(Word))})" : part.Reasons.Count > 0 ? $" ({string.Join("; ", part.Reasons)})" : "";

    /// <summary><c>CannotJudge</c> as <c>cannot judge</c>.</summary>
    private static string Word<T>(T value)
        where T : struct, Enum =>
        string.Concat(value.ToString().Select((c, i) => char.IsUpper(c) ? (i == 0 ? "" : " ") + char.ToLowerInvariant(c) : c.ToString()));

    // Texts come from outside: none of them moves the cursor of a terminal.
    private static string Clean(string text) => string.Concat(text.Select(c => char.IsControl(c) ? ' ' : c));
}
