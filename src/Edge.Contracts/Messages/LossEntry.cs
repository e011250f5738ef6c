namespace Edge.Contracts.Messages;

/// <summary>Messages of one kind that were given up for one reason.</summary>
/// <param name="Kind"><c>telemetry</c>, <c>evidence</c> or <c>alert</c>.</param>
/// <param name="Reason"><c>budget</c>, <c>memory</c>, <c>tooLarge</c>, <c>damage</c> or <c>shutdown</c>.</param>
/// <param name="Messages">How many, 1 or more.</param>
public sealed record LossEntry(string Kind, string Reason, long Messages);
