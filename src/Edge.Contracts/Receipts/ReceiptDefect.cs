using System.Text.Json.Serialization;

namespace Edge.Contracts.Receipts;

/// <summary>One defect of one part.</summary>
/// <param name="Class">Its class; <c>difference</c> where it was found without one.</param>
/// <param name="Finder">What found it.</param>
/// <param name="Score">Confidence, 0 to 1; kept to four decimals.</param>
/// <param name="Box">Where.</param>
/// <param name="SizeMm">Its longer side in millimetres, kept to four decimals; null where the station has no pixel scale.</param>
public sealed record ReceiptDefect(
    string Class,
    ReceiptFinder Finder,
    [property: JsonConverter(typeof(FourDecimals))] double Score,
    ReceiptBox Box,
    [property: JsonConverter(typeof(FourDecimals))] double? SizeMm = null);
