using System.Text.Json.Serialization;

namespace Edge.Contracts.Receipts;

/// <summary>A box in pixels of the judged frame: left, top, width, height; kept to four decimals.</summary>
/// <param name="X">Left edge.</param>
/// <param name="Y">Top edge.</param>
/// <param name="Width">Width, 0 or more.</param>
/// <param name="Height">Height, 0 or more.</param>
public readonly record struct ReceiptBox(
    [property: JsonConverter(typeof(FourDecimals))] double X,
    [property: JsonConverter(typeof(FourDecimals))] double Y,
    [property: JsonConverter(typeof(FourDecimals))] double Width,
    [property: JsonConverter(typeof(FourDecimals))] double Height);
