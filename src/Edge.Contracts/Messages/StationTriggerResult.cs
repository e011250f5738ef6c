namespace Edge.Contracts.Messages;

/// <summary>Answer to <see cref="StationCommands.Trigger"/>, once the trigger is taken; the verdict follows on its topic.</summary>
/// <param name="Station">Station id.</param>
/// <param name="PartId">UUIDv7 of the part: <see cref="VerdictMessage.PartId"/>.</param>
public sealed record StationTriggerResult(string Station, string PartId);
