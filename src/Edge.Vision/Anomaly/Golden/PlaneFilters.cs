using System.Numerics;
using System.Runtime.Intrinsics;
using Edge.Domain.Frames;
using Edge.Vision.Preprocessing;

namespace Edge.Vision.Anomaly.Golden;

/// <summary>Filters over whole planes of one size; edges are continued by their own pixels.</summary>
internal static unsafe class PlaneFilters
{
    /// <summary>Brightness of a frame.</summary>
    public static void Luma(in FrameView frame, Plane into)
    {
        for (int y = 0; y < into.Height; y++)
            LumaRow.FromPixels(frame.Pixels + ((nint)y * frame.StrideBytes), into.Row(y), into.Width);
    }

    /// <summary>Weights 1 2 1 in both directions: takes most of the sensor's noise and the staircase from edges, and leaves structure.</summary>
    /// <param name="from">Not changed.</param>
    /// <param name="into">Of the same size, another plane.</param>
    /// <param name="sums">Room for a row: at least width + 32.</param>
    public static void Smooth(Plane from, Plane into, Span<ushort> sums)
    {
        int width = from.Width, last = from.Height - 1;
        fixed (ushort* row = sums)
        {
            // One column is before the row, one behind it.
            ushort* sum = row + 8;
            for (int y = 0; y <= last; y++)
            {
                byte* above = from.Row(Math.Max(0, y - 1)), at = from.Row(y), below = from.Row(Math.Min(last, y + 1));
                for (int x = 0; x < width; x += 8)
                {
                    Vector128<ushort> middle = Wide(at + x);
                    (Wide(above + x) + middle + middle + Wide(below + x)).Store(sum + x);
                }

                sum[-1] = sum[0];
                sum[width] = sum[width - 1];
                byte* result = into.Row(y);
                Vector128<ushort> half = Vector128.Create((ushort)8);
                for (int x = 0; x < width; x += 8)
                {
                    Vector128<ushort> middle = Vector128.Load(sum + x);
                    Vector128<ushort> total = (Vector128.Load(sum + x - 1) + middle + middle + Vector128.Load(sum + x + 1) + half) >> 4;
                    *(ulong*)(result + x) = Vector128.Narrow(total, total).AsUInt64().ToScalar();
                }
            }
        }
    }

    /// <summary>Half the size: the mean of two by two pixels. An odd last row or column is left out.</summary>
    public static void Halve(Plane from, Plane into)
    {
        Vector128<ushort> low = Vector128.Create((ushort)0xFF), half = Vector128.Create((ushort)2);
        for (int y = 0; y < into.Height; y++)
        {
            byte* upper = from.Row(2 * y), lower = from.Row((2 * y) + 1), result = into.Row(y);
            for (int x = 0; x < into.Width; x += 8)
            {
                Vector128<ushort> a = Vector128.Load(upper + (2 * x)).AsUInt16(), b = Vector128.Load(lower + (2 * x)).AsUInt16();
                Vector128<ushort> mean = ((a & low) + (a >> 8) + (b & low) + (b >> 8) + half) >> 2;
                *(ulong*)(result + x) = Vector128.Narrow(mean, mean).AsUInt64().ToScalar();
            }
        }
    }

    /// <summary>Bytes that <see cref="Minimum"/> and <see cref="Maximum"/> need beside the planes.</summary>
    public static int RowRoom(int width, int radius) => width + (2 * radius) + 128;

    /// <summary>The darkest pixel within a square around each.</summary>
    /// <param name="from">Not changed.</param>
    /// <param name="into">Another plane of the same size.</param>
    /// <param name="radius">The square's side is twice this and one; 0 copies.</param>
    /// <param name="row">Room for a row: <see cref="RowRoom"/>.</param>
    public static void Minimum(Plane from, Plane into, int radius, Span<byte> row) => Extreme<Darkest>(from, into, radius, row);

    /// <summary>The brightest pixel within a square around each; parameters as in <see cref="Minimum"/>.</summary>
    public static void Maximum(Plane from, Plane into, int radius, Span<byte> row) => Extreme<Brightest>(from, into, radius, row);

    private static void Extreme<T>(Plane from, Plane into, int radius, Span<byte> row)
        where T : struct, IExtreme
    {
        int width = from.Width, last = from.Height - 1, step = Vector<byte>.Count;
        fixed (byte* buffer = row)
        {
            for (int y = 0; y <= last; y++)
            {
                byte* line = buffer + radius;
                byte* first = from.Row(Math.Max(0, y - radius));
                Buffer.MemoryCopy(first, line, width, width);
                for (int other = Math.Max(0, y - radius) + 1; other <= Math.Min(last, y + radius); other++)
                {
                    byte* next = from.Row(other);
                    for (int x = 0; x < width; x += step)
                        T.Of(Vector.Load(line + x), Vector.Load(next + x)).Store(line + x);
                }

                for (int x = 1; x <= radius; x++)
                {
                    line[-x] = line[0];
                    line[width - 1 + x] = line[width - 1];
                }

                byte* result = into.Row(y);
                for (int x = 0; x < width; x += step)
                {
                    Vector<byte> value = Vector.Load(buffer + x);
                    for (int i = 1; i <= 2 * radius; i++)
                        value = T.Of(value, Vector.Load(buffer + x + i));
                    value.Store(result + x);
                }
            }
        }
    }

    private static Vector128<ushort> Wide(byte* at) => Vector128.WidenLower(Vector128.CreateScalarUnsafe(*(ulong*)at).AsByte());

    private interface IExtreme
    {
        static abstract Vector<byte> Of(Vector<byte> a, Vector<byte> b);
    }

    private readonly struct Darkest : IExtreme
    {
        public static Vector<byte> Of(Vector<byte> a, Vector<byte> b) => Vector.Min(a, b);
    }

    private readonly struct Brightest : IExtreme
    {
        public static Vector<byte> Of(Vector<byte> a, Vector<byte> b) => Vector.Max(a, b);
    }
}
