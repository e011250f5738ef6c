namespace Edge.Agent.Station.Triggers;

/// <summary><c>interval</c>: a part every so often, beginning one interval after the start.</summary>
internal sealed class IntervalTrigger : IPartTrigger
{
    private readonly ITimer _timer;

    public IntervalTrigger(TimeSpan every, TimeProvider time, Action<long> fire) =>
        _timer = time.CreateTimer(_ => fire(time.GetTimestamp()), null, every, every);

    /// <inheritdoc/>
    public void Dispose() => _timer.Dispose();
}
