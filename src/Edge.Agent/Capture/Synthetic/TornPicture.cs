using Edge.Domain.Frames;

namespace Edge.Agent.Capture.Synthetic;

/// <summary>Spoils a picture as a decoder does that lost part of its stream: rows smeared downwards, blocks of wrong colour.</summary>
internal static class TornPicture
{
    private const int Block = 16;

    /// <summary>Spoils the picture in place; the same damage for the same frame.</summary>
    public static void Spoil(in FrameView view, long seed, long frame)
    {
        int tornAt = (int)(view.Height * Dice.Between(0.1f, 0.6f, seed, 80, frame));
        Span<byte> last = view.Row(tornAt);
        for (int y = tornAt + 1; y < view.Height; y++)
            last.CopyTo(view.Row(y));
        for (int block = 0; block < 60; block++)
        {
            int x = Dice.Pick(Math.Max(1, view.Width / Block), seed, 81 + block, frame) * Block;
            int y = Dice.Pick(Math.Max(1, view.Height / Block), seed, 181 + block, frame) * Block;
            byte shade = (byte)Dice.Pick(256, seed, 281 + block, frame);
            for (int row = y; row < Math.Min(y + Block, view.Height); row++)
                view.Row(row).Slice(x * 3, Math.Min(Block, view.Width - x) * 3).Fill(shade);
        }
    }
}
