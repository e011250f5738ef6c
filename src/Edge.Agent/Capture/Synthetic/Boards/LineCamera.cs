namespace Edge.Agent.Capture.Synthetic.Boards;

/// <summary>
/// Takes a board's picture as a line camera with a threshold behind it does: copper dark, laminate bright, edges that wander by a pixel and
/// are rough from line to line, and the faint grey of a picture that was stored with losses around them.
/// Allocates nothing after its construction. Not thread safe.
/// </summary>
internal sealed class LineCamera
{
    private const int Side = CopperLayer.Side;

    // Rows that share one pattern of wandering edges.
    private const int Band = 40;
    private const int Block = 8;
    private const int Thin = 5;

    private readonly byte[] _binary = new byte[Side * Side];
    private readonly byte[] _grain = new byte[1 << 14];

    public LineCamera()
    {
        // Most pixels beside an edge are off by little, few by much.
        for (int i = 0; i < _grain.Length; i++)
            _grain[i] = (byte)(Dice.Unit(77, 1, i) * Dice.Unit(77, 2, i) * 24);
    }

    /// <summary>Takes one picture.</summary>
    /// <param name="layer">The board.</param>
    /// <param name="throws">What is left to chance: another row, other roughness.</param>
    /// <param name="picture">640 x 640 grey values, rows top to bottom; all are written.</param>
    public void Take(CopperLayer layer, Throws throws, Span<byte> picture)
    {
        float wander = throws.Between(0.05f, 0.5f);
        float rough = throws.Between(0, 0.35f);
        int teeth = throws.Whole(1, 4);
        long seed = (long)throws.Bits();
        for (int top = 0; top < Side; top += Band)
            Wander(layer, throws, top, wander);
        for (int y = 0; y < Side; y++)
            Roughen(_binary.AsSpan(y * Side, Side), seed, y / teeth, rough);
        Develop(picture, (int)(throws.Bits() & 0xFFFF));
    }

    /// <summary>Moves pieces of a band of rows up or down by a pixel.</summary>
    private void Wander(CopperLayer layer, Throws throws, int top, float share)
    {
        int x = 0;
        while (x < Side)
        {
            int end = Math.Min(Side, x + throws.Whole(5, 60));
            int shift = throws.Chance(share) ? throws.Sign() : 0;
            for (int y = top; y < Math.Min(Side, top + Band); y++)
                layer.Row(Math.Clamp(y + shift, 0, Side - 1))[x..end].CopyTo(_binary.AsSpan((y * Side) + x));
            x = end;
        }
    }

    /// <summary>Moves single edges of a row left or right by a pixel; what is thinner than a few pixels is left alone.</summary>
    private static void Roughen(Span<byte> row, long seed, int tooth, float share)
    {
        int edge = 0;
        int x = 0;
        while (x < Side)
        {
            int length = row[x..].IndexOfAnyExcept(row[x]);
            if (length < 0)
                return;
            int at = x + length;
            // Rows of one tooth throw alike.
            float thrown = Dice.Unit(seed, tooth, edge++);
            bool grows = thrown < share / 2 && at + Thin <= Side && !row.Slice(at, Thin).Contains(row[x]);
            if (grows)
                row[at] = row[x];
            else if (thrown >= share / 2 && thrown < share && length >= Thin)
                row[at - 1] = row[at];
            x = grows ? at + 1 : at;
        }
    }

    private void Develop(Span<byte> picture, int grainAt)
    {
        for (int top = 0; top < Side; top += Block)
        {
            for (int left = 0; left < Side; left += Block)
            {
                if (IsFlat(left, top))
                    Fill(picture, left, top, _binary[(top * Side) + left] == CopperLayer.Copper ? (byte)0 : (byte)255);
                else
                    Grain(picture, left, top, ref grainAt);
            }
        }
    }

    private bool IsFlat(int left, int top)
    {
        byte kind = _binary[(top * Side) + left];
        for (int y = top; y < top + Block; y++)
        {
            if (_binary.AsSpan((y * Side) + left, Block).ContainsAnyExcept(kind))
                return false;
        }

        return true;
    }

    private static void Fill(Span<byte> picture, int left, int top, byte grey)
    {
        for (int y = top; y < top + Block; y++)
            picture.Slice((y * Side) + left, Block).Fill(grey);
    }

    private void Grain(Span<byte> picture, int left, int top, ref int grainAt)
    {
        for (int y = top; y < top + Block; y++)
        {
            for (int x = left; x < left + Block; x++)
            {
                int at = (y * Side) + x;
                byte off = _grain[grainAt++ & (_grain.Length - 1)];
                picture[at] = _binary[at] == CopperLayer.Copper ? off : (byte)(255 - off);
            }
        }
    }
}
