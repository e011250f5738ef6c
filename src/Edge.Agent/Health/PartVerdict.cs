namespace Edge.Agent.Health;

/// <summary>What the policy thinks of one part.</summary>
/// <param name="Key">Which part.</param>
/// <param name="State">How it is.</param>
/// <param name="Reason">For people, without credentials and without numbers that change from tick to tick; empty when healthy.</param>
public sealed record PartVerdict(PartKey Key, PartState State, string Reason);
