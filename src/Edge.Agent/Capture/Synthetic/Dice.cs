namespace Edge.Agent.Capture.Synthetic;

/// <summary>
/// Repeatable chance: the same seed and numbers give the same throw on every machine, without state.
/// The mixing steps are those of the SplitMix64 generator (Steele, Lea and Flood, 2014).
/// </summary>
internal static class Dice
{
    /// <summary>64 well-mixed bits of a seed and two numbers.</summary>
    public static ulong Bits(long seed, long a, long b = 0)
    {
        ulong z = Mix((ulong)seed + 0x9E3779B97F4A7C15);
        z = Mix(z + ((ulong)a * 0xBF58476D1CE4E5B9) + 0x9E3779B97F4A7C15);
        return Mix(z + ((ulong)b * 0x94D049BB133111EB) + 0x9E3779B97F4A7C15);
    }

    /// <summary>A number from 0 (inclusive) to 1 (exclusive).</summary>
    public static float Unit(long seed, long a, long b = 0) => (Bits(seed, a, b) >> 40) * (1f / (1 << 24));

    /// <summary>A number between two bounds.</summary>
    public static float Between(float low, float high, long seed, long a, long b = 0) =>
        low + ((high - low) * Unit(seed, a, b));

    /// <summary>A whole number from 0 to <paramref name="count"/> - 1.</summary>
    public static int Pick(int count, long seed, long a, long b = 0) => (int)(Bits(seed, a, b) % (ulong)count);

    private static ulong Mix(ulong z)
    {
        z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9;
        z = (z ^ (z >> 27)) * 0x94D049BB133111EB;
        return z ^ (z >> 31);
    }
}
