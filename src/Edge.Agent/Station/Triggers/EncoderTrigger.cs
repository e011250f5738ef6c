using Edge.Agent.Station.Reject;

namespace Edge.Agent.Station.Triggers;

/// <summary><c>encoder</c>: a part every so many counts of the belt, beginning where it stands at the start. Movement backwards is gone over again without a part.</summary>
internal sealed class EncoderTrigger : IPartTrigger
{
    private readonly BeltEncoder _encoder;
    private readonly int _spacing;
    private readonly Action<long> _fire;
    private long _next;

    public EncoderTrigger(BeltEncoder encoder, int spacing, Action<long> fire)
    {
        _encoder = encoder;
        _spacing = spacing;
        _fire = fire;
        _next = encoder.Counts + spacing;
        encoder.Moved += Moved;
    }

    /// <inheritdoc/>
    public void Dispose() => _encoder.Moved -= Moved;

    // The encoder's one thread.
    private void Moved(long counts, long timestamp)
    {
        if (counts < _next)
            return;
        _next = counts + _spacing - ((counts - _next) % _spacing);
        _fire(timestamp);
    }
}
