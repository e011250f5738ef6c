namespace Edge.Agent.Bench;

/// <summary>Managed bytes that one thread allocated from frame to frame. One thread samples, any thread reads.</summary>
internal sealed class AllocationMeter
{
    private long _before;
    private long _bytes;
    private long _frames;

    /// <summary>Bytes between samples so far.</summary>
    public long Bytes => Volatile.Read(ref _bytes);

    /// <summary>Samples so far, those that began anew left out.</summary>
    public long Frames => Volatile.Read(ref _frames);

    /// <summary>The next frame begins here: what was allocated up to now belongs to none.</summary>
    public void Begin() => _before = GC.GetAllocatedBytesForCurrentThread();

    /// <summary>A frame ended here, and the next begins.</summary>
    /// <returns>Bytes of the frame that ended.</returns>
    public long Sample()
    {
        long now = GC.GetAllocatedBytesForCurrentThread();
        long bytes = now - _before;
        _before = now;
        Volatile.Write(ref _bytes, _bytes + bytes);
        Volatile.Write(ref _frames, _frames + 1);
        return bytes;
    }
}
