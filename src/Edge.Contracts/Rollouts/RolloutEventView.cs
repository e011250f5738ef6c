namespace Edge.Contracts.Rollouts;

/// <summary>Something that happened in a rollout.</summary>
/// <param name="Number">Grows with each event of the rollout, from 1.</param>
/// <param name="At">When, UTC.</param>
/// <param name="Kind">One word: <c>created</c>, <c>opened</c>, <c>passed</c>, <c>offered</c>, <c>installed</c>, <c>healthy</c>, <c>failed</c>, <c>silent</c>, <c>late</c>, <c>halted</c>, <c>paused</c>, <c>resumed</c>, <c>advanced</c>, <c>aborted</c>, <c>rolledBack</c>, <c>completed</c>, <c>attention</c>, <c>excluded</c>.</param>
/// <param name="Ring">Name of the ring that it is about.</param>
/// <param name="Device">Device that it is about.</param>
/// <param name="Text">What happened, for people.</param>
public sealed record RolloutEventView(long Number, DateTimeOffset At, string Kind, string? Ring, string? Device, string Text);
