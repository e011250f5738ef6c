using Edge.Domain.Frames;
using Edge.Domain.Geometry;

namespace Edge.Vision.Tests.Anomaly.Golden;

/// <summary>
/// A picture in four times the camera's resolution: placed anywhere, it is what a camera would see, without resampling of the camera's pixels.
/// Its defects are drawn in that resolution, too.
/// </summary>
internal sealed class TestPicture
{
    private const int Fine = 4;
    private readonly float[] _fine;
    private readonly int _width;

    /// <summary>Brightness as a function of the place, in pixels of the camera.</summary>
    public TestPicture(SizePx size, Func<float, float, float> brightness)
    {
        Size = size;
        _width = size.Width * Fine;
        _fine = new float[_width * size.Height * Fine];
        for (int i = 0; i < _fine.Length; i++)
            _fine[i] = brightness(((i % _width) + 0.5f) / Fine, ((i / _width) + 0.5f) / Fine);
    }

    private TestPicture(TestPicture other)
    {
        Size = other.Size;
        _width = other._width;
        _fine = [.. other._fine];
    }

    public SizePx Size { get; }

    /// <summary>Black traces and pads on white, as on a board; no two places are alike.</summary>
    public static TestPicture Board(SizePx size, int seed = 1)
    {
        var random = new Random(seed);
        var pads = Enumerable.Range(0, 26).Select(_ => (X: random.NextSingle() * size.Width, Y: random.NextSingle() * size.Height, R: 6 + (random.NextSingle() * 12))).ToArray();
        var traces = Enumerable.Range(0, 14).Select(i => (IsAcross: i % 2 == 0, At: random.NextSingle() * (i % 2 == 0 ? size.Height : size.Width), Half: 2.5f + (random.NextSingle() * 3), From: random.NextSingle() * 0.4f, To: 0.5f + (random.NextSingle() * 0.5f))).ToArray();
        return new TestPicture(size, (x, y) =>
        {
            foreach ((float px, float py, float r) in pads)
            {
                float square = ((x - px) * (x - px)) + ((y - py) * (y - py));
                if (square < r * r)
                    return square < r * r * 0.15f ? 235 : 20;
            }

            foreach ((bool isAcross, float at, float half, float from, float to) in traces)
            {
                (float along, float off, float length) = isAcross ? (x, y - at, size.Width) : (y, x - at, size.Height);
                if (Math.Abs(off) < half && along > from * length && along < to * length)
                    return 20;
            }

            return 235;
        });
    }

    /// <summary>Soft blobs of many sizes, as natural surfaces have.</summary>
    public static TestPicture Surface(SizePx size, int seed = 2)
    {
        var random = new Random(seed);
        var waves = Enumerable.Range(0, 40).Select(i => (
            Fx: (random.NextSingle() - 0.5f) * (0.04f + (i * 0.012f)), Fy: (random.NextSingle() - 0.5f) * (0.04f + (i * 0.012f)),
            Phase: random.NextSingle() * 6.28f, Height: 26f / (1 + (i * 0.12f)))).ToArray();
        return new TestPicture(size, (x, y) =>
        {
            float sum = 128;
            foreach ((float fx, float fy, float phase, float height) in waves)
                sum += height * MathF.Sin((fx * x * 6.28f) + (fy * y * 6.28f) + phase);
            return Math.Clamp(sum, 0, 255);
        });
    }

    /// <summary>The same with a box of one brightness over it.</summary>
    public TestPicture With(BoxPx box, float value)
    {
        var changed = new TestPicture(this);
        for (int y = (int)(box.Y * Fine); y < (int)(box.Bottom * Fine); y++)
            Array.Fill(changed._fine, value, (y * _width) + (int)(box.X * Fine), (int)(box.Width * Fine));
        return changed;
    }

    /// <summary>Takes a picture of it.</summary>
    /// <param name="pool">Where the frame comes from.</param>
    /// <param name="placement">Where it lies; none is as in the template.</param>
    /// <param name="light">What brightness becomes at a place of the frame; null leaves it.</param>
    /// <param name="noise">Deviation in grey levels.</param>
    /// <param name="seed">Of the noise.</param>
    public Frame Take(FramePool pool, Similarity? placement = null, Func<float, float, float, float>? light = null, float noise = 0, int seed = 3)
    {
        Similarity place = placement ?? Similarity.None(Size);
        (double sin, double cos) = Math.SinCos(-place.RotationDegrees * Math.PI / 180);
        (sin, cos) = (sin / place.Scale, cos / place.Scale);
        var random = new Random(seed);
        Frame frame = pool.Rent(Size.Width, Size.Height);
        for (int y = 0; y < Size.Height; y++)
        {
            Span<byte> row = frame.View.Row(y);
            for (int x = 0; x < Size.Width; x++)
            {
                float sum = 0;
                for (int i = 0; i < 16; i++)
                {
                    double u = x + 0.125 + (0.25 * (i & 3)) - place.Center.X - place.ShiftX, v = y + 0.125 + (0.25 * (i >> 2)) - place.Center.Y - place.ShiftY;
                    sum += At((float)(place.Center.X + (cos * u) - (sin * v)), (float)(place.Center.Y + (sin * u) + (cos * v)));
                }

                float value = light is null ? sum / 16 : light(sum / 16, x, y);
                value += noise * (random.NextSingle() + random.NextSingle() + random.NextSingle() + random.NextSingle() - 2) * 1.732f;
                row.Slice(3 * x, 3).Fill((byte)Math.Clamp(value + 0.5f, 0, 255));
            }
        }

        return frame;
    }

    private float At(float x, float y)
    {
        x = Math.Clamp((x * Fine) - 0.5f, 0, _width - 1.001f);
        y = Math.Clamp((y * Fine) - 0.5f, 0, (Size.Height * Fine) - 1.001f);
        int column = (int)x, row = (int)y, at = (row * _width) + column;
        float fx = x - column, top = _fine[at] + (fx * (_fine[at + 1] - _fine[at])), bottom = _fine[at + _width] + (fx * (_fine[at + _width + 1] - _fine[at + _width]));
        return top + ((y - row) * (bottom - top));
    }
}
