using Edge.Domain.Frames;

namespace Edge.Agent.Capture;

/// <summary>Every frame in order: when the queue is full, the source waits.</summary>
internal sealed class FrameQueue : FrameHandover
{
    private readonly Frame?[] _ring;
    private readonly SemaphoreSlim _room;
    private int _put;
    private uint _got;
    private int _count;

    /// <summary>A queue of at most <paramref name="capacity"/> frames, a power of two.</summary>
    public FrameQueue(int capacity)
    {
        _ring = new Frame?[capacity];
        _room = new SemaphoreSlim(capacity);
    }

    public override bool IsEmpty => Volatile.Read(ref _count) == 0;

    protected override bool Put(Frame frame, CancellationToken cancellationToken)
    {
        _room.Wait(cancellationToken);
        Interlocked.Exchange(ref _ring[_put], frame);
        _put = (_put + 1) % _ring.Length;
        Interlocked.Increment(ref _count);
        return true;
    }

    protected override Frame? Get()
    {
        // Only closing takes from another thread than the consumer's: the exchange gives each frame to one of them.
        uint at = Interlocked.Increment(ref _got) - 1;
        Frame? frame = Interlocked.Exchange(ref _ring[at & (uint)(_ring.Length - 1)], null);
        Interlocked.Decrement(ref _count);
        _room.Release();
        return frame;
    }
}
