using Edge.Domain.Frames;

namespace Edge.Tool.Teaching;

/// <summary>
/// Draws flaws on pictures of good parts: spots, scratches, and pieces of the same picture at a wrong place (after Li et al., "CutPaste",
/// 2021). They stand in for the bad parts that nobody has yet: which score tells them better from good parts decides, and the share found says what the
/// threshold costs. The same seed draws the same flaws.
/// </summary>
internal static class DrawnFlaws
{
    private const double LeastShare = 0.008;
    private const double MostShare = 0.04;

    /// <summary>Draws one flaw.</summary>
    /// <param name="frame">The picture; changed.</param>
    /// <param name="seed">What and where.</param>
    public static void Draw(in FrameView frame, int seed)
    {
        Random random = new(seed);
        double size = Math.Max(4, (LeastShare + (random.NextDouble() * (MostShare - LeastShare))) * Math.Max(frame.Width, frame.Height));
        int kind = random.Next(3);
        if (kind == 0)
            Spot(frame, random, size);
        else if (kind == 1)
            Scratch(frame, random, size * 3, Math.Max(2, size / 4));
        else
            Misplace(frame, random, (int)size);
    }

    /// <summary>A blot of the colour of some other place.</summary>
    private static void Spot(in FrameView frame, Random random, double size)
    {
        double x = random.NextDouble() * frame.Width, y = random.NextDouble() * frame.Height;
        (byte Blue, byte Green, byte Red) colour = OtherColour(frame, random, x, y);
        double wide = size / 2, high = size / 2 * (0.5 + (random.NextDouble() / 2)), turn = random.NextDouble() * Math.PI;
        for (int row = (int)(y - wide); row <= y + wide; row++)
        {
            for (int column = (int)(x - wide); column <= x + wide; column++)
            {
                double dx = column - x, dy = row - y;
                double along = ((dx * Math.Cos(turn)) + (dy * Math.Sin(turn))) / wide, across = ((dy * Math.Cos(turn)) - (dx * Math.Sin(turn))) / high;
                if ((along * along) + (across * across) <= 1)
                    Set(frame, column, row, colour);
            }
        }
    }

    /// <summary>A bent line of the colour of some other place.</summary>
    private static void Scratch(in FrameView frame, Random random, double length, double width)
    {
        double x = random.NextDouble() * frame.Width, y = random.NextDouble() * frame.Height, direction = random.NextDouble() * 2 * Math.PI;
        (byte Blue, byte Green, byte Red) colour = OtherColour(frame, random, x, y);
        for (double at = 0; at < length; at += 0.5)
        {
            direction += (random.NextDouble() - 0.5) * 0.1;
            x += 0.5 * Math.Cos(direction);
            y += 0.5 * Math.Sin(direction);
            for (int row = (int)(y - (width / 2)); row <= y + (width / 2); row++)
            {
                for (int column = (int)(x - (width / 2)); column <= x + (width / 2); column++)
                    Set(frame, column, row, colour);
            }
        }
    }

    /// <summary>A piece of the picture at another place, where it looks different.</summary>
    private static void Misplace(in FrameView frame, Random random, int size)
    {
        size = Math.Min(size, Math.Min(frame.Width, frame.Height) / 2);
        for (int attempt = 0; attempt < 50; attempt++)
        {
            int fromX = random.Next(frame.Width - size), fromY = random.Next(frame.Height - size), toX = random.Next(frame.Width - size), toY = random.Next(frame.Height - size);
            if (attempt < 49 && Difference(frame, (fromX, fromY), (toX, toY), size) < 24)
                continue;
            byte[] piece = new byte[size * size * 3];
            for (int row = 0; row < size; row++)
                frame.Row(fromY + row).Slice(fromX * 3, size * 3).CopyTo(piece.AsSpan(row * size * 3));
            for (int row = 0; row < size; row++)
                piece.AsSpan(row * size * 3, size * 3).CopyTo(frame.Row(toY + row)[(toX * 3)..]);
            return;
        }
    }

    private static double Difference(in FrameView frame, (int X, int Y) one, (int X, int Y) other, int size)
    {
        long sum = 0;
        for (int row = 0; row < size; row++)
        {
            ReadOnlySpan<byte> first = frame.Row(one.Y + row).Slice(one.X * 3, size * 3), second = frame.Row(other.Y + row).Slice(other.X * 3, size * 3);
            for (int i = 0; i < first.Length; i++)
                sum += Math.Abs(first[i] - second[i]);
        }

        return sum / (3.0 * size * size);
    }

    // A flaw that nobody can see would measure nothing.
    private static (byte Blue, byte Green, byte Red) OtherColour(in FrameView frame, Random random, double x, double y)
    {
        (byte Blue, byte Green, byte Red) here = At(frame, (int)x, (int)y);
        for (int attempt = 0; attempt < 50; attempt++)
        {
            (byte Blue, byte Green, byte Red) there = At(frame, random.Next(frame.Width), random.Next(frame.Height));
            if (Math.Abs(there.Blue - here.Blue) + Math.Abs(there.Green - here.Green) + Math.Abs(there.Red - here.Red) > 120)
                return there;
        }

        return ((byte)(here.Blue + 128), (byte)(here.Green + 128), (byte)(here.Red + 128));
    }

    private static (byte Blue, byte Green, byte Red) At(in FrameView frame, int x, int y)
    {
        ReadOnlySpan<byte> pixel = frame.Row(Math.Clamp(y, 0, frame.Height - 1)).Slice(Math.Clamp(x, 0, frame.Width - 1) * 3, 3);
        return (pixel[0], pixel[1], pixel[2]);
    }

    private static void Set(in FrameView frame, int x, int y, (byte Blue, byte Green, byte Red) colour)
    {
        if ((uint)x >= (uint)frame.Width || (uint)y >= (uint)frame.Height)
            return;
        Span<byte> pixel = frame.Row(y).Slice(x * 3, 3);
        (pixel[0], pixel[1], pixel[2]) = colour;
    }
}
