using System.Collections.Immutable;

namespace Edge.Agent.Messaging.Sparkplug;

/// <summary>Values that changed at one moment while nobody was there to be told.</summary>
/// <param name="Station">The station.</param>
/// <param name="At">When.</param>
/// <param name="Changes">Positions in <see cref="StationMetrics.Definitions"/> and their values.</param>
internal sealed record MetricSample(string Station, DateTimeOffset At, ImmutableArray<(int Index, MetricValue Value)> Changes);
