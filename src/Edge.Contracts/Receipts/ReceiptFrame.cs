namespace Edge.Contracts.Receipts;

/// <summary>The picture that was judged.</summary>
/// <param name="Sequence">The camera's number of the frame, from its start on.</param>
/// <param name="Width">Pixels across.</param>
/// <param name="Height">Pixels down.</param>
/// <param name="Sha256">SHA-256 of the judged pixels: BGR, 8 bit, rows from the top without gaps; 64 lower-case hexadecimal digits.</param>
public sealed record ReceiptFrame(long Sequence, int Width, int Height, string Sha256);
