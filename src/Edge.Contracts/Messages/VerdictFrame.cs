namespace Edge.Contracts.Messages;

/// <summary>The frame that a part was judged by.</summary>
/// <param name="Sequence">Position in its source, from 0, dropped frames counted.</param>
/// <param name="Width">Columns, in pixels.</param>
/// <param name="Height">Rows, in pixels.</param>
/// <param name="At">When it was taken, UTC.</param>
/// <param name="Digest">SHA-256 of its pixels as the receipt has it, <c>sha256:</c> and 64 hexadecimal digits; absent where it was not taken.</param>
public sealed record VerdictFrame(long Sequence, int Width, int Height, DateTimeOffset At, string? Digest = null);
