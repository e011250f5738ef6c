using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using Edge.Domain.Frames;

namespace Edge.Agent.Capture.Synthetic;

/// <summary>
/// What a real camera adds to the scene: grain that differs in every pixel of every frame, and light that drifts.
/// One vectorised pass in place; allocates nothing.
/// </summary>
internal sealed class SensorNoise
{
    private const int TableBytes = 1 << 15;
    private const double Sigma = 2.2;

    // Grain as two tables of unsigned bytes, one to add and one to take away: saturating byte arithmetic then needs no widening.
    private readonly byte[] _brighter = new byte[TableBytes + 64];
    private readonly byte[] _darker = new byte[TableBytes + 64];
    private readonly long _seed;

    public SensorNoise(long seed)
    {
        _seed = seed;
        for (int i = 0; i < _brighter.Length; i++)
        {
            // Four throws summed are near enough to the normal distribution.
            float sum = Dice.Unit(seed, 1, i) + Dice.Unit(seed, 2, i) + Dice.Unit(seed, 3, i) + Dice.Unit(seed, 4, i) - 2;
            int grain = (int)Math.Round(sum * Sigma * Math.Sqrt(3));
            _brighter[i] = (byte)Math.Max(grain, 0);
            _darker[i] = (byte)Math.Max(-grain, 0);
        }
    }

    /// <summary>Dims the picture by the light of its moment and adds the grain of its frame.</summary>
    /// <param name="view">The picture, changed in place.</param>
    /// <param name="frame">Frame index: chooses the grain.</param>
    /// <param name="light">1 is full light, 0 is darkness.</param>
    public unsafe void Apply(in FrameView view, long frame, float light)
    {
        ushort gain = (ushort)Math.Clamp((int)(light * 256), 0, 256);
        int rowBytes = view.Width * 3;
        fixed (byte* brighter = _brighter, darker = _darker)
        {
            for (int y = 0; y < view.Height; y++)
            {
                int at = (int)(Dice.Bits(_seed, frame, y) % TableBytes);
                Row(view.Pixels + ((nint)y * view.StrideBytes), rowBytes, brighter, darker, at, gain);
            }
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static unsafe void Row(byte* row, int bytes, byte* brighter, byte* darker, int at, ushort gain)
    {
        // A row may be longer than the table: go on from a table's start whenever its end is reached.
        int i = 0;
        Vector256<ushort> gains = Vector256.Create(gain);
        while (i + Vector256<byte>.Count <= bytes)
        {
            Vector256<byte> pixels = Vector256.Load(row + i);
            (Vector256<ushort> low, Vector256<ushort> high) = Vector256.Widen(pixels);
            low = (low * gains) >>> 8;
            high = (high * gains) >>> 8;
            pixels = Vector256.Narrow(low, high);
            pixels = Vector256.AddSaturate(pixels, Vector256.Load(brighter + at));
            pixels = Vector256.SubtractSaturate(pixels, Vector256.Load(darker + at));
            pixels.Store(row + i);
            i += Vector256<byte>.Count;
            at += Vector256<byte>.Count;
            at = at >= TableBytes ? 0 : at;
        }

        for (; i < bytes; i++, at++)
            row[i] = (byte)Math.Clamp(((row[i] * gain) >> 8) + brighter[at] - darker[at], 0, 255);
    }
}
