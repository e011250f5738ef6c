using System.Collections.Immutable;
using Edge.Agent.Messaging.Sparkplug.Wire;

namespace Edge.Agent.Messaging.Sparkplug;

/// <summary>The metrics of the node or of one device: their aliases and what their values are. Pure.</summary>
/// <param name="definitions">The metrics.</param>
/// <param name="firstAlias">Alias of the first; the others follow. No two of an edge node are the same ([tck-id-payloads-alias-uniqueness]).</param>
internal sealed class MetricTable(IReadOnlyList<MetricDefinition> definitions, ulong firstAlias)
{
    private readonly MetricValue[] _values = [.. definitions.Select(definition => MetricValue.Null(definition.Type))];

    /// <summary>When the values were read.</summary>
    public DateTimeOffset At { get; private set; }

    /// <summary>The name behind an alias; null where it is none of ours.</summary>
    public string? NameOf(ulong alias) => alias >= firstAlias && alias - firstAlias < (ulong)definitions.Count ? definitions[(int)(alias - firstAlias)].Name : null;

    /// <summary>Takes a reading.</summary>
    /// <returns>What is new in it, by position.</returns>
    public ImmutableArray<(int Index, MetricValue Value)> Take(MetricValue[] values, DateTimeOffset at)
    {
        ImmutableArray<(int, MetricValue)>.Builder changes = ImmutableArray.CreateBuilder<(int, MetricValue)>();
        for (int i = 0; i < values.Length; i++)
        {
            if (values[i] == _values[i])
                continue;
            _values[i] = values[i];
            changes.Add((i, values[i]));
        }

        At = at;
        return changes.ToImmutable();
    }

    /// <summary>Every metric, as a birth has it.</summary>
    public IEnumerable<Metric> Birth()
    {
        for (int i = 0; i < definitions.Count; i++)
            yield return SparkplugPayloads.Birth(definitions[i], firstAlias + (ulong)i, _values[i], At);
    }

    /// <summary>Changed metrics, as data messages have them.</summary>
    public IEnumerable<Metric> Data(ImmutableArray<(int Index, MetricValue Value)> changes, DateTimeOffset at, bool isHistorical = false)
    {
        foreach ((int index, MetricValue value) in changes)
            yield return SparkplugPayloads.Data(firstAlias + (ulong)index, value, at, isHistorical);
    }
}
