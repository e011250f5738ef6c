using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace Edge.Vision.Preprocessing;

/// <summary>
/// One output row of a bilinear resize, BGR pixels in, three planes of bytes out. The arithmetic is OpenCV's
/// (11-bit weights, both roundings), so that every byte is the one that <c>cv::resize</c> gives.
/// </summary>
internal static unsafe class BilinearRow
{
    /// <summary>Resamples with vectors where the machine has them.</summary>
    /// <param name="upper">Upper source row.</param>
    /// <param name="lower">Lower source row.</param>
    /// <param name="upperWeight">Its weight, 0 to 2048.</param>
    /// <param name="lowerWeight">Its weight, 0 to 2048.</param>
    /// <param name="table">Where each output column comes from.</param>
    /// <param name="planes">Receives blue, green and red, <paramref name="planeStride"/> bytes apart.</param>
    /// <param name="planeStride">At least the table's count.</param>
    public static void Resample(byte* upper, byte* lower, short upperWeight, short lowerWeight, ResampleTable table, byte* planes, int planeStride)
    {
        int done = Vector128.IsHardwareAccelerated
            ? ResampleVectors(upper, lower, upperWeight, lowerWeight, table, planes, planeStride)
            : 0;
        ResampleScalar(upper, lower, upperWeight, lowerWeight, table, planes, planeStride, done);
    }

    /// <summary>The same, one pixel at a time, from column <paramref name="from"/>: the reference, and the end of a row.</summary>
    public static void ResampleScalar(
        byte* upper, byte* lower, short upperWeight, short lowerWeight, ResampleTable table, byte* planes, int planeStride, int from)
    {
        ReadOnlySpan<int> offsets = table.Offsets;
        ReadOnlySpan<int> weights = table.Weights;
        int last = (table.SourceLength - 1) * 3;
        for (int x = from; x < offsets.Length; x++)
        {
            int left = offsets[x];
            int right = Math.Min(left + 3, last);
            int leftWeight = (short)weights[x];
            int rightWeight = weights[x] >> 16;
            for (int channel = 0; channel < 3; channel++)
            {
                int above = ((upper[left + channel] * leftWeight) + (upper[right + channel] * rightWeight)) >> 4;
                int below = ((lower[left + channel] * leftWeight) + (lower[right + channel] * rightWeight)) >> 4;
                int value = (((above * upperWeight) >> 16) + ((below * lowerWeight) >> 16) + 2) >> 2;
                planes[(channel * planeStride) + x] = (byte)value;
            }
        }
    }

    private static int ResampleVectors(
        byte* upper, byte* lower, short upperWeight, short lowerWeight, ResampleTable table, byte* planes, int planeStride)
    {
        Vector128<short> above = Vector128.Create(upperWeight);
        Vector128<short> below = Vector128.Create(lowerWeight);
        Vector128<byte> byPlane = Vector128.Create((byte)0, 4, 8, 12, 1, 5, 9, 13, 2, 6, 10, 14, 3, 7, 11, 15);
        int count = table.SafeCount & ~3;
        fixed (int* offsets = table.Offsets)
        fixed (int* weights = table.Weights)
        {
            for (int x = 0; x < count; x += 4)
            {
                Vector128<short> first = TwoPixels(upper, lower, offsets + x, weights + x, above, below);
                Vector128<short> second = TwoPixels(upper, lower, offsets + x + 2, weights + x + 2, above, below);
                Vector128<uint> four = Vector128.Shuffle(NarrowToBytes(first, second), byPlane).AsUInt32();
                *(uint*)(planes + x) = four.GetElement(0);
                *(uint*)(planes + planeStride + x) = four.GetElement(1);
                *(uint*)(planes + (2 * planeStride) + x) = four.GetElement(2);
            }
        }

        return count;
    }

    /// <summary>Blue, green, red and nothing of two output pixels.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector128<short> TwoPixels(byte* upper, byte* lower, int* offsets, int* weights, Vector128<short> above, Vector128<short> below)
    {
        Vector128<short> firstWeights = Vector128.Create(weights[0]).AsInt16();
        Vector128<short> secondWeights = Vector128.Create(weights[1]).AsInt16();
        Vector128<short> top = NarrowToShorts(
            VectorArithmetic.MultiplyAddAdjacent(Neighbours(upper + offsets[0]), firstWeights) >> 4,
            VectorArithmetic.MultiplyAddAdjacent(Neighbours(upper + offsets[1]), secondWeights) >> 4);
        Vector128<short> bottom = NarrowToShorts(
            VectorArithmetic.MultiplyAddAdjacent(Neighbours(lower + offsets[0]), firstWeights) >> 4,
            VectorArithmetic.MultiplyAddAdjacent(Neighbours(lower + offsets[1]), secondWeights) >> 4);
        Vector128<short> sum = VectorArithmetic.MultiplyHigh(top, above) + VectorArithmetic.MultiplyHigh(bottom, below);
        return (sum + Vector128.Create((short)2)) >> 2;
    }

    /// <summary>Two neighbouring pixels as b0 b1 g0 g1 r0 r1 0 0; reads eight bytes.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector128<short> Neighbours(byte* pixels) =>
        Vector128.Shuffle(
            Vector128.CreateScalarUnsafe(*(ulong*)pixels).AsByte(),
            Vector128.Create((byte)0, 255, 3, 255, 1, 255, 4, 255, 2, 255, 5, 255, 255, 255, 255, 255)).AsInt16();

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector128<short> NarrowToShorts(Vector128<int> lower, Vector128<int> upper) =>
        Sse2.IsSupported ? Sse2.PackSignedSaturate(lower, upper) : Vector128.Narrow(lower, upper);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector128<byte> NarrowToBytes(Vector128<short> lower, Vector128<short> upper) =>
        Sse2.IsSupported ? Sse2.PackUnsignedSaturate(lower, upper) : Vector128.Narrow(lower.AsUInt16(), upper.AsUInt16());
}
