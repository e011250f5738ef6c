namespace Edge.Contracts.Messages;

/// <summary>Arguments of <see cref="StationCommands.Clear"/>. A trip is cleared by somebody and for a reason; both go into the receipts.</summary>
/// <param name="Station">Station id; null where it was not named, which is enough where there is one.</param>
/// <param name="By">Who clears it.</param>
/// <param name="Why">What was found and done.</param>
public sealed record StationClearArguments(string? Station, string By, string Why);
