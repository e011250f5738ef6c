namespace Edge.Contracts.Messages;

/// <summary>Arguments of <see cref="StationCommands.Trigger"/> and <see cref="StationCommands.Status"/>.</summary>
/// <param name="Station">Station id; null where it was not named, which is enough where there is one.</param>
public sealed record StationArguments(string? Station);
