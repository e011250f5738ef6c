namespace Edge.Contracts.Messages;

/// <summary>Answer to <see cref="StationCommands.Clear"/> and <see cref="StationCommands.Golden"/>.</summary>
/// <param name="Station">Station id.</param>
/// <param name="Mode">What the station is doing now.</param>
/// <param name="Asks">The golden part that it asks for; absent where it asks for none.</param>
public sealed record StationModeResult(string Station, StationMode Mode, GoldenPiece? Asks = null);
