using System.Numerics;

namespace Edge.Tool.Fleet.Simulation;

/// <summary>
/// Times, counted in steps that are each about 3 % wider than the one before: from a microsecond to an hour in a few kilobytes. Percentiles are upper ends
/// of steps. Thread safe.
/// </summary>
internal sealed class LatencyHistogram
{
    private const int StepsAnOctave = 32;
    private const int Octaves = 33;
    private readonly long[] _counts = new long[StepsAnOctave * Octaves];
    private long _count;
    private long _longest;

    /// <summary>How many times were added.</summary>
    public long Count => Interlocked.Read(ref _count);

    /// <summary>The longest, exactly.</summary>
    public TimeSpan Longest => TimeSpan.FromMicroseconds(Interlocked.Read(ref _longest));

    /// <summary>Adds a time; less than a microsecond is one.</summary>
    public void Add(TimeSpan time)
    {
        long microseconds = Math.Clamp((long)time.TotalMicroseconds, 1, (1L << Octaves) - 1);
        Interlocked.Increment(ref _counts[StepOf(microseconds)]);
        Interlocked.Increment(ref _count);
        long longest;
        while (microseconds > (longest = Interlocked.Read(ref _longest)))
            Interlocked.CompareExchange(ref _longest, microseconds, longest);
    }

    /// <summary>The time that <paramref name="share"/> (0 to 1) of all keep; zero where there are none.</summary>
    public TimeSpan Percentile(double share)
    {
        long wanted = (long)Math.Ceiling(Count * Math.Clamp(share, 0, 1));
        if (wanted == 0)
            return TimeSpan.Zero;
        long seen = 0;
        for (int step = 0; step < _counts.Length; step++)
        {
            seen += Interlocked.Read(ref _counts[step]);
            if (seen >= wanted)
                return TimeSpan.FromMicroseconds(Math.Min(UpperEnd(step), Interlocked.Read(ref _longest)));
        }

        return Longest;
    }

    private static int StepOf(long microseconds)
    {
        int octave = BitOperations.Log2((ulong)microseconds);
        long within = ((microseconds - (1L << octave)) * StepsAnOctave) >> octave;
        return (octave * StepsAnOctave) + (int)within;
    }

    private static long UpperEnd(int step)
    {
        (int octave, int within) = Math.DivRem(step, StepsAnOctave);
        return (1L << octave) + (((within + 1L) << octave) / StepsAnOctave);
    }
}
