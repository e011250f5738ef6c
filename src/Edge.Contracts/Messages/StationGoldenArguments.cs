namespace Edge.Contracts.Messages;

/// <summary>Arguments of <see cref="StationCommands.Golden"/>: ask for the golden parts now.</summary>
/// <param name="Station">Station id; null where it was not named, which is enough where there is one.</param>
/// <param name="By">Who wants it, for the receipts; null where nobody was named.</param>
public sealed record StationGoldenArguments(string? Station, string? By);
