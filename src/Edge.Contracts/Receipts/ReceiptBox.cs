namespace Edge.Contracts.Receipts;

/// <summary>A box in pixels of the judged frame: left, top, width, height.</summary>
/// <param name="X">Left edge.</param>
/// <param name="Y">Top edge.</param>
/// <param name="Width">Width, 0 or more.</param>
/// <param name="Height">Height, 0 or more.</param>
public readonly record struct ReceiptBox(double X, double Y, double Width, double Height);
