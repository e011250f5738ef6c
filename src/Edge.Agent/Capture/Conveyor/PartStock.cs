using Edge.Agent.Capture.Synthetic;
using Edge.Agent.Capture.Synthetic.Boards;

namespace Edge.Agent.Capture.Conveyor;

/// <summary>
/// Pictures of one product: good and bad boards of the same design, each a little moved and turned, as the camera sees them. Drawn once,
/// since thousands of parts share two cores with the agent that looks at them. Immutable.
/// </summary>
internal sealed class PartStock
{
    /// <summary>Grey of the empty belt, which no board has much of.</summary>
    public const byte Belt = 110;

    private const int Full = CopperLayer.Side;
    private const float HalfSide = (Full - 1) / 2f;
    private const float MostPixels = 2;
    private const int CorePixels = 7;

    // Belt is seen around every part, as a camera's picture has a margin for parts that lie a little off.
    private const float Margin = 0.04f;
    private const float MostDegrees = 0.4f;

    private readonly byte[][] _good;
    private readonly byte[][] _bad;

    /// <summary>Draws the stock.</summary>
    /// <param name="seed">Chooses the design and everything else.</param>
    /// <param name="size">Columns and rows: 320 or 640.</param>
    /// <param name="good">How many good ones.</param>
    /// <param name="bad">How many bad ones.</param>
    public PartStock(long seed, int size, int good, int bad)
    {
        Size = size;
        var maker = new BoardMaker();
        byte[] full = new byte[Full * Full];
        maker.Make(seed, 0);
        maker.TakeDesign(seed, full);
        Template = Place(full, size, 0, 0, 0);
        _good = new byte[good][];
        for (int i = 0; i < good; i++)
        {
            maker.TakeMade(Seeded(seed, 1, i), full);
            _good[i] = Moved(full, Seeded(seed, 2, i));
        }

        _bad = new byte[bad][];
        for (int i = 0; i < bad; i++)
        {
            MakeBad(maker, seed, i);
            maker.TakeMade(Seeded(seed, 5, i), full);
            _bad[i] = Moved(full, Seeded(seed, 6, i));
        }
    }

    /// <summary>Columns and rows of every picture.</summary>
    public int Size { get; }

    /// <summary>The board as designed, neither moved nor turned.</summary>
    public byte[] Template { get; }

    /// <summary>How many pictures of good ones there are.</summary>
    public int GoodCount => _good.Length;

    /// <summary>How many pictures of bad ones there are.</summary>
    public int BadCount => _bad.Length;

    /// <summary>A part's picture, grey, rows top to bottom; empty for an empty carrier.</summary>
    public ReadOnlySpan<byte> this[ConveyorPart part] => part.Kind switch
    {
        ConveyorPartKind.Good => _good[part.Picture],
        ConveyorPartKind.Bad => _bad[part.Picture],
        _ => default,
    };

    private static long Seeded(long seed, long what, long index) => (long)(Dice.Bits(seed, 500 + what, index) >> 1);

    private static void MakeBad(BoardMaker maker, long seed, int index)
    {
        // A defect that nobody could see at the edge of a line's own roughness would make the board neither good nor bad.
        for (int attempt = 0; attempt < 64; attempt++)
        {
            maker.Make(seed, 1 + Dice.Pick(3, seed, 3, index), Seeded(seed, 4, (index * 64L) + attempt));
            if (HasCore(maker))
                return;
        }

        throw new InvalidOperationException($"no visible defect was found for the design of seed {seed}; allowed: another seed");
    }

    /// <summary>Whether somewhere a square of pixels differs from the design.</summary>
    private static bool HasCore(BoardMaker maker)
    {
        int[] run = new int[Full];
        for (int y = 0; y < Full; y++)
        {
            ReadOnlySpan<byte> design = maker.Design.Row(y);
            ReadOnlySpan<byte> made = maker.Made.Row(y);
            int wide = 0;
            for (int x = 0; x < Full; x++)
            {
                run[x] = design[x] == made[x] ? 0 : run[x] + 1;
                wide = run[x] >= CorePixels ? wide + 1 : 0;
                if (wide >= CorePixels)
                    return true;
            }
        }

        return false;
    }

    private byte[] Moved(byte[] full, long seed) => Place(
        full,
        Size,
        Dice.Between(-MostPixels, MostPixels, seed, 1),
        Dice.Between(-MostPixels, MostPixels, seed, 2),
        Dice.Between(-MostDegrees, MostDegrees, seed, 3) * MathF.PI / 180);

    /// <summary>Samples the board, moved and turned about its middle.</summary>
    private static byte[] Place(byte[] full, int size, float right, float down, float angle)
    {
        byte[] picture = new byte[size * size];
        float scale = Full / (size * (1 - (2 * Margin)));
        (float sin, float cos) = MathF.SinCos(angle);
        float middle = size / 2f;
        for (int y = 0; y < size; y++)
        {
            for (int x = 0; x < size; x++)
            {
                float u = x + 0.5f - middle - right;
                float v = y + 0.5f - middle - down;
                float across = ((u * cos) + (v * sin)) * scale;
                float along = ((v * cos) - (u * sin)) * scale;
                picture[(y * size) + x] = Sample(full, across + HalfSide, along + HalfSide, scale);
            }
        }

        return picture;
    }

    /// <summary>The mean of what a pixel covers: a box as wide as the scale, bilinear.</summary>
    private static byte Sample(byte[] full, float x, float y, float scale)
    {
        if (scale <= 1.2f)
            return Bilinear(full, x, y);
        float quarter = scale / 4;
        int sum = Bilinear(full, x - quarter, y - quarter) + Bilinear(full, x + quarter, y - quarter)
            + Bilinear(full, x - quarter, y + quarter) + Bilinear(full, x + quarter, y + quarter);
        return (byte)((sum + 2) / 4);
    }

    private static byte Bilinear(byte[] full, float x, float y)
    {
        if (x < -0.5f || y < -0.5f || x > Full - 0.5f || y > Full - 0.5f)
            return Belt;
        x = Math.Clamp(x, 0, Full - 1.001f);
        y = Math.Clamp(y, 0, Full - 1.001f);
        int left = (int)x;
        int top = (int)y;
        float a = x - left;
        float b = y - top;
        int at = (top * Full) + left;
        float upper = (full[at] * (1 - a)) + (full[at + 1] * a);
        float lower = (full[at + Full] * (1 - a)) + (full[at + Full + 1] * a);
        return (byte)((upper * (1 - b)) + (lower * b) + 0.5f);
    }
}
