using Edge.Domain.Frames;

namespace Edge.Agent.Capture;

/// <summary>
/// Notices a picture whose lower edge does not change by a single bit for a while. That is what OpenCV's FFmpeg backend makes of a stream that
/// changes its size (its converter keeps the old geometry, fails, and the last picture stays): frames flow, and show nothing new.
/// A camera's noise makes it rare otherwise, but a still scene of a thrifty encoder looks the same, so it is a suspicion to be checked,
/// more and more seldom while it proves empty.
/// </summary>
internal sealed class StillPicture
{
    private const int Rows = 4;
    private const int RowStep = 5;
    private static readonly TimeSpan MostSeldom = TimeSpan.FromMinutes(1);

    private readonly byte[][] _rows = new byte[Rows][];
    private TimeSpan _wait;
    private TimeSpan _since;
    private bool _hasRows;

    /// <param name="after">How long the picture must stand still to be suspect.</param>
    public StillPicture(TimeSpan after) => _wait = after;

    /// <summary>Looks at a frame.</summary>
    /// <returns>Whether it is time to check that the stream still has this size.</returns>
    public bool IsSuspect(FrameView frame, TimeSpan now)
    {
        if (!Changed(frame))
        {
            if (now - _since < _wait)
                return false;
            _wait = _wait * 2 < MostSeldom ? _wait * 2 : MostSeldom;
            _since = now;
            return true;
        }

        _since = now;
        return false;
    }

    private bool Changed(FrameView frame)
    {
        bool changed = !_hasRows;
        for (int i = 0; i < Rows; i++)
        {
            Span<byte> row = frame.Row(Math.Max(0, frame.Height - 1 - (i * RowStep)));
            if (_rows[i] is null || _rows[i].Length != row.Length)
                // Another size is a change, also of a picture that is as black as the fresh memory.
                _rows[i] = new byte[row.Length];
            else if (row.SequenceEqual(_rows[i]))
                continue;
            row.CopyTo(_rows[i]);
            changed = true;
        }

        _hasRows = true;
        return changed;
    }
}
