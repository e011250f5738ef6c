namespace Edge.Agent.Capture;

/// <summary>How much of its frame rate a camera may use, changed while it runs. Thread safe, lock free.</summary>
public sealed class FrameRateLimit
{
    private double _rate = 1;

    /// <summary>Part of the frames that are taken, above 0 to 1; 1 takes all.</summary>
    public double Rate
    {
        get => Volatile.Read(ref _rate);
        set
        {
            if (!(value > 0 && value <= 1))
                throw new ArgumentOutOfRangeException(nameof(value), value, "above 0 to 1");
            Volatile.Write(ref _rate, value);
        }
    }
}
