using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace Edge.Vision.Preprocessing;

/// <summary>
/// One row of luma from blue, green and red: ITU-R BT.601's 0.114 B + 0.587 G + 0.299 R with weights in 1/32768, rounded to nearest,
/// which is OpenCV's <c>BGR2GRAY</c> byte for byte. The weights add up to 32768, so a grey pixel keeps its value.
/// </summary>
internal static unsafe class LumaRow
{
    /// <summary>Weight of blue, in 1/32768.</summary>
    public const short Blue = 3735;

    /// <summary>Weight of green, in 1/32768.</summary>
    public const short Green = 19235;

    /// <summary>Weight of red, in 1/32768.</summary>
    public const short Red = 9798;

    private const int Shift = 15;
    private const short Half = 1 << (Shift - 1);

    /// <summary>Luma of planes, as a resize leaves them.</summary>
    /// <param name="planes">Blue, green and red, <paramref name="planeStride"/> bytes apart.</param>
    /// <param name="planeStride">At least <paramref name="count"/>.</param>
    /// <param name="luma">Receives <paramref name="count"/> bytes; may be <paramref name="planes"/> itself.</param>
    /// <param name="count">Pixels.</param>
    public static void FromPlanes(byte* planes, int planeStride, byte* luma, int count)
    {
        int done = Vector128.IsHardwareAccelerated ? FromPlanesVectors(planes, planeStride, luma, count) : 0;
        FromPlanesScalar(planes, planeStride, luma, count, done);
    }

    /// <summary>Luma of pixels side by side, as a frame holds them.</summary>
    /// <param name="pixels">Blue, green, red of each pixel; nothing behind the last one is read.</param>
    /// <param name="luma">Receives <paramref name="count"/> bytes.</param>
    /// <param name="count">Pixels.</param>
    public static void FromPixels(byte* pixels, byte* luma, int count)
    {
        int done = Vector128.IsHardwareAccelerated ? FromPixelsVectors(pixels, luma, count) : 0;
        FromPixelsScalar(pixels, luma, count, done);
    }

    /// <summary><see cref="FromPlanes"/> one pixel at a time from <paramref name="from"/>: the reference, and the end of a row.</summary>
    public static void FromPlanesScalar(byte* planes, int planeStride, byte* luma, int count, int from)
    {
        for (int x = from; x < count; x++)
            luma[x] = Of(planes[x], planes[planeStride + x], planes[(2 * planeStride) + x]);
    }

    /// <summary><see cref="FromPixels"/> one pixel at a time from <paramref name="from"/>.</summary>
    public static void FromPixelsScalar(byte* pixels, byte* luma, int count, int from)
    {
        for (int x = from; x < count; x++)
            luma[x] = Of(pixels[3 * x], pixels[(3 * x) + 1], pixels[(3 * x) + 2]);
    }

    private static byte Of(int blue, int green, int red) =>
        (byte)(((blue * Blue) + (green * Green) + (red * Red) + Half) >> Shift);

    private static int FromPlanesVectors(byte* planes, int planeStride, byte* luma, int count)
    {
        Vector128<byte> lowerPairs = Vector128.Create((byte)0, 255, 8, 255, 1, 255, 9, 255, 2, 255, 10, 255, 3, 255, 11, 255);
        Vector128<byte> upperPairs = Vector128.Create((byte)4, 255, 12, 255, 5, 255, 13, 255, 6, 255, 14, 255, 7, 255, 15, 255);
        // Red is paired with ones, whose weight is the half that rounds.
        Vector128<short> blueGreen = Vector128.Create(Blue | (Green << 16)).AsInt16();
        Vector128<short> redHalf = Vector128.Create(Red | (Half << 16)).AsInt16();
        int x = 0;
        for (; x <= count - 8; x += 8)
        {
            Vector128<byte> bg = Vector128.Create(*(ulong*)(planes + x), *(ulong*)(planes + planeStride + x)).AsByte();
            Vector128<byte> r1 = Vector128.Create(*(ulong*)(planes + (2 * planeStride) + x), 0x0101010101010101).AsByte();
            Vector128<int> lower = Sum(Vector128.Shuffle(bg, lowerPairs), Vector128.Shuffle(r1, lowerPairs), blueGreen, redHalf);
            Vector128<int> upper = Sum(Vector128.Shuffle(bg, upperPairs), Vector128.Shuffle(r1, upperPairs), blueGreen, redHalf);
            *(ulong*)(luma + x) = Narrow(lower, upper);
        }

        return x;
    }

    private static int FromPixelsVectors(byte* pixels, byte* luma, int count)
    {
        Vector128<byte> blueGreenPairs = Vector128.Create((byte)0, 255, 1, 255, 3, 255, 4, 255, 6, 255, 7, 255, 9, 255, 10, 255);
        Vector128<byte> reds = Vector128.Create((byte)2, 255, 255, 255, 5, 255, 255, 255, 8, 255, 255, 255, 11, 255, 255, 255);
        Vector128<byte> one = Vector128.Create(1 << 16).AsByte();
        Vector128<short> blueGreen = Vector128.Create(Blue | (Green << 16)).AsInt16();
        Vector128<short> redHalf = Vector128.Create(Red | (Half << 16)).AsInt16();
        int x = 0;
        // Eight pixels are 24 bytes, and the second load ends four bytes behind them.
        for (; (x * 3) + 28 <= count * 3; x += 8)
        {
            Vector128<byte> first = Vector128.Load(pixels + (x * 3));
            Vector128<byte> second = Vector128.Load(pixels + (x * 3) + 12);
            Vector128<int> lower = Sum(Vector128.Shuffle(first, blueGreenPairs), Vector128.Shuffle(first, reds) | one, blueGreen, redHalf);
            Vector128<int> upper = Sum(Vector128.Shuffle(second, blueGreenPairs), Vector128.Shuffle(second, reds) | one, blueGreen, redHalf);
            *(ulong*)(luma + x) = Narrow(lower, upper);
        }

        return x;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector128<int> Sum(Vector128<byte> bg, Vector128<byte> r1, Vector128<short> blueGreen, Vector128<short> redHalf) =>
        (VectorArithmetic.MultiplyAddAdjacent(bg.AsInt16(), blueGreen) + VectorArithmetic.MultiplyAddAdjacent(r1.AsInt16(), redHalf)) >> Shift;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static ulong Narrow(Vector128<int> lower, Vector128<int> upper)
    {
        if (Sse2.IsSupported)
        {
            Vector128<short> words = Sse2.PackSignedSaturate(lower, upper);
            return Sse2.PackUnsignedSaturate(words, words).AsUInt64().ToScalar();
        }

        Vector128<ushort> narrow = Vector128.Narrow(lower.AsUInt32(), upper.AsUInt32());
        return Vector128.Narrow(narrow, narrow).AsUInt64().ToScalar();
    }
}
