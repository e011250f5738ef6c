namespace Edge.Agent.Outbox;

/// <summary>placeholder</summary>
public sealed class LossReporter;
