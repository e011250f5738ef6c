namespace Edge.Agent.Examples;

/// <summary>Limits how often one camera gives examples, for each reason by itself. Asked by any thread, taken by one at a time.</summary>
internal sealed class ExamplePace(ExampleLimits limits, TimeProvider time)
{
    private long _lowMargin = long.MinValue;
    private long _disagreement = long.MinValue;

    /// <summary>Whether the time since the last one is over.</summary>
    public bool IsDue(ExampleReason reason)
    {
        long last = Volatile.Read(ref LastOf(reason));
        TimeSpan every = reason == ExampleReason.Disagreement ? limits.DisagreementEvery : limits.LowMarginEvery;
        return last == long.MinValue || time.GetElapsedTime(last) >= every;
    }

    /// <summary>One is taken now.</summary>
    public void Take(ExampleReason reason) => Volatile.Write(ref LastOf(reason), time.GetTimestamp());

    private ref long LastOf(ExampleReason reason) => ref reason == ExampleReason.Disagreement ? ref _disagreement : ref _lowMargin;
}
