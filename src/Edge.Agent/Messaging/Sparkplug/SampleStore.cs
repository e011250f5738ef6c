using System.Collections.Immutable;

namespace Edge.Agent.Messaging.Sparkplug;

/// <summary>What changed while nobody was there to be told, oldest first. Bounded: the oldest goes, and is counted. Pure.</summary>
/// <param name="limit">Most samples, 0 or more.</param>
internal sealed class SampleStore(int limit)
{
    private readonly Queue<MetricSample> _samples = [];

    /// <summary>Samples that had to be given up.</summary>
    public long Lost { get; private set; }

    public int Count => _samples.Count;

    public void Add(MetricSample sample)
    {
        if (limit == 0)
            return;
        if (_samples.Count == limit)
        {
            _samples.Dequeue();
            Lost++;
        }

        _samples.Enqueue(sample);
    }

    /// <summary>Takes everything out.</summary>
    public ImmutableArray<MetricSample> TakeAll()
    {
        ImmutableArray<MetricSample> all = [.. _samples];
        _samples.Clear();
        return all;
    }
}
