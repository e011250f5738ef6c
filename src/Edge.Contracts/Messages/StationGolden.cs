namespace Edge.Contracts.Messages;

/// <summary>How a station's golden check stands.</summary>
/// <param name="Asks">What to present now; absent where nothing is asked for.</param>
/// <param name="PresentBefore">UTC by which the interlock trips if it is not there; absent with <paramref name="Asks"/>.</param>
/// <param name="LastPassedAt">UTC of the last check with three right answers; absent where there was none.</param>
/// <param name="NextAt">UTC of the next check that the clock asks for; absent where it asks for none.</param>
public sealed record StationGolden(GoldenPiece? Asks = null, DateTimeOffset? PresentBefore = null, DateTimeOffset? LastPassedAt = null, DateTimeOffset? NextAt = null);
