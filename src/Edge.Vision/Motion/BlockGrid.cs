using System.Runtime.Intrinsics;
using Edge.Domain.Frames;
using Edge.Domain.Geometry;

namespace Edge.Vision.Motion;

/// <summary>
/// A picture as mean brightness of square blocks: the mean of blue, green and red over every block, from four of its rows.
/// Averaging 96 to 192 samples is what makes camera noise vanish and an object stay.
/// </summary>
internal sealed class BlockGrid
{
    private const int RowsRead = 4;

    /// <summary>Pictures at least this wide get blocks of 16 pixels, others of 8.</summary>
    private const int WidePicture = 1440;

    private short[] _means = [];

    /// <summary>Size of the picture last taken.</summary>
    public SizePx Picture { get; private set; }

    /// <summary>Side of a block, in pixels: 8 or 16.</summary>
    public int BlockSize { get; private set; }

    public int Columns { get; private set; }

    public int Rows { get; private set; }

    /// <summary>Mean brightness of every block, in eighths (0 to 2040), row by row.</summary>
    public ReadOnlySpan<short> Means => _means.AsSpan(0, Columns * Rows);

    /// <summary>Measures a picture. Edges that don't fill a block are left out; a picture smaller than one block has none.</summary>
    public void Take(in FrameView frame)
    {
        if (Picture != frame.Size)
            Resize(frame.Size);
        Span<short> means = _means.AsSpan(0, Columns * Rows);
        int step = BlockSize / RowsRead;
        for (int row = 0; row < Rows; row++)
        {
            unsafe
            {
                byte* top = frame.Pixels + ((nint)((row * BlockSize) + (step / 2)) * frame.StrideBytes);
                Span<short> line = means.Slice(row * Columns, Columns);
                if (BlockSize == 16)
                    TakeRow16(top, step * frame.StrideBytes, line);
                else
                    TakeRow8(top, step * frame.StrideBytes, line);
            }
        }
    }

    private void Resize(SizePx picture)
    {
        Picture = picture;
        BlockSize = picture.Width >= WidePicture ? 16 : 8;
        Columns = picture.Width / BlockSize;
        Rows = picture.Height / BlockSize;
        if (_means.Length < Columns * Rows)
            _means = new short[Columns * Rows];
    }

    /// <summary>Blocks of 16 pixels are 48 bytes a row, three whole vectors.</summary>
    private static unsafe void TakeRow16(byte* top, int step, Span<short> line)
    {
        for (int column = 0; column < line.Length; column++)
        {
            byte* at = top + (column * 48);
            Vector128<ushort> sum = Vector128<ushort>.Zero;
            for (int row = 0; row < RowsRead; row++, at += step)
                sum += Pairs(Vector128.Load(at)) + Pairs(Vector128.Load(at + 16)) + Pairs(Vector128.Load(at + 32));
            line[column] = Eighths(Vector128.Sum(sum), 48 * RowsRead);
        }
    }

    /// <summary>Two blocks of 8 pixels are the same three vectors: the middle one is shared.</summary>
    private static unsafe void TakeRow8(byte* top, int step, Span<short> line)
    {
        int column = 0;
        for (; column + 1 < line.Length; column += 2)
        {
            byte* at = top + (column * 24);
            Vector128<ushort> left = Vector128<ushort>.Zero, right = Vector128<ushort>.Zero;
            for (int row = 0; row < RowsRead; row++, at += step)
            {
                Vector128<byte> middle = Vector128.Load(at + 16);
                left += Pairs(Vector128.Load(at)) + Vector128.WidenLower(middle);
                right += Vector128.WidenUpper(middle) + Pairs(Vector128.Load(at + 32));
            }

            line[column] = Eighths(Vector128.Sum(left), 24 * RowsRead);
            line[column + 1] = Eighths(Vector128.Sum(right), 24 * RowsRead);
        }

        if (column == line.Length)
            return;
        int sum = 0;
        for (int row = 0; row < RowsRead; row++)
        {
            for (int i = 0; i < 24; i++)
                sum += top[(row * step) + (column * 24) + i];
        }

        line[column] = Eighths(sum, 24 * RowsRead);
    }

    // Lanes hold at most 4 rows x 6 values x 255: far below 65,536, and so does their sum of eight for 8-pixel blocks (24,480)
    // and for 16-pixel ones (48,960).
    private static Vector128<ushort> Pairs(Vector128<byte> bytes) => Vector128.WidenLower(bytes) + Vector128.WidenUpper(bytes);

    private static short Eighths(int sum, int samples) => (short)(((sum * 8) + (samples / 2)) / samples);
}
