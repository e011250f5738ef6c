using Edge.Agent.Capture.Synthetic;

namespace Edge.Agent.Capture.Conveyor;

/// <summary>
/// What the camera sees of the belt at one position: parts where they are, empty belt between them, defocus and light.
/// Allocates nothing after its construction. Not thread safe.
/// </summary>
internal sealed class ConveyorScene
{
    private readonly ConveyorOptions _options;
    private readonly PartStock _stock;
    private readonly byte[] _belt;
    private readonly byte[] _scratch;
    private readonly byte[] _tones = new byte[256];

    public ConveyorScene(ConveyorOptions options, PartStock stock)
    {
        _options = options;
        _stock = stock;
        _belt = new byte[stock.Size * stock.Size];
        _scratch = new byte[stock.Size * stock.Size];
        // A belt is not one grey: grain in it, the same for every picture, as the eye of the camera is the same.
        for (int i = 0; i < _belt.Length; i++)
            _belt[i] = (byte)(PartStock.Belt - 4 + Dice.Pick(9, options.Seed, 600, i));
    }

    /// <summary>Where the belt is when a part that is to be seen in the middle has come to the trigger sensor and its exposure delay is over.</summary>
    private double Seen => _options.ExposureDelay.TotalSeconds * _options.Speed;

    /// <summary>Draws the belt.</summary>
    /// <param name="parts">What lies on it.</param>
    /// <param name="position">How far it has moved, in counts.</param>
    /// <param name="blur">Radius of the defocus in pixels; 0 is sharp.</param>
    /// <param name="light">1 is as it should be, 0 is dark, above 1 too bright.</param>
    /// <param name="picture">Grey, rows top to bottom; all is written.</param>
    public void Draw(IReadOnlyList<ConveyorPart> parts, double position, int blur, double light, Span<byte> picture)
    {
        int size = _stock.Size;
        _belt.CopyTo(picture);
        double pixelsPerCount = size / (double)_options.Length;
        for (int i = 0; i < parts.Count; i++)
        {
            int left = (int)Math.Round((position - parts[i].Start - Seen) * pixelsPerCount);
            Copy(_stock[parts[i]], left, picture);
        }

        if (blur > 0)
            Blur(picture, blur);
        if (light != 1)
            Light(picture, light);
    }

    private void Copy(ReadOnlySpan<byte> part, int left, Span<byte> picture)
    {
        int size = _stock.Size;
        int from = Math.Max(0, left);
        int to = Math.Min(size, left + size);
        if (part.IsEmpty || to <= from)
            return;
        for (int y = 0; y < size; y++)
            part.Slice((y * size) + from - left, to - from).CopyTo(picture[((y * size) + from)..]);
    }

    /// <summary>Twice a running mean, in rows and in columns: near enough to what a lens does.</summary>
    private void Blur(Span<byte> picture, int radius)
    {
        int size = _stock.Size;
        for (int turn = 0; turn < 2; turn++)
        {
            for (int y = 0; y < size; y++)
                Mean(picture, y * size, 1, size, radius, _scratch);
            for (int x = 0; x < size; x++)
                Mean(_scratch, x, size, size, radius, picture);
        }
    }

    private static void Mean(ReadOnlySpan<byte> from, int start, int stride, int length, int radius, Span<byte> to)
    {
        int sum = 0;
        for (int i = -radius; i <= radius; i++)
            sum += from[start + (Math.Clamp(i, 0, length - 1) * stride)];
        for (int i = 0; i < length; i++)
        {
            to[start + (i * stride)] = (byte)(sum / ((2 * radius) + 1));
            sum += from[start + (Math.Min(length - 1, i + radius + 1) * stride)] - from[start + (Math.Max(0, i - radius) * stride)];
        }
    }

    private void Light(Span<byte> picture, double light)
    {
        for (int i = 0; i < _tones.Length; i++)
            _tones[i] = (byte)Math.Clamp(i * light, 0, 255);
        for (int i = 0; i < picture.Length; i++)
            picture[i] = _tones[picture[i]];
    }
}
