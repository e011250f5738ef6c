using Edge.Contracts.Messages;
using Edge.Domain.Frames;

namespace Edge.Agent.Station;

/// <summary>A part is there: what a station is told, once a part.</summary>
/// <param name="PartId">UUIDv7, the part's name everywhere: receipt, message, evidence.</param>
/// <param name="Kind">What told it.</param>
/// <param name="At">When.</param>
/// <param name="Timestamp">The same moment as <see cref="TimeProvider.GetTimestamp"/>: its picture must not be older.</param>
public readonly record struct PartTrigger(Guid PartId, VerdictTriggerKind Kind, Moment At, long Timestamp);
