namespace Edge.Domain.Inspection.Interlock;

/// <summary>What a part was taken for when its trigger fired. Goes with the part to its verdict.</summary>
/// <param name="Purpose">For the line, or as which golden part.</param>
/// <param name="Check">Which check it belongs to; an answer to an earlier one counts for nothing.</param>
public readonly record struct InterlockTicket(PartPurpose Purpose, long Check);
