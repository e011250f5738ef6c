using Edge.Domain.Frames;
using OpenCvSharp;

namespace Edge.Agent.Capture;

/// <summary>
/// OpenCV's headers over the memory of pooled frames. A pool hands the same few frames out again and again:
/// keeping their headers makes the steady state free of allocations. One thread at a time.
/// </summary>
internal sealed class FrameMats : IDisposable
{
    private readonly Entry[] _entries = new Entry[8];
    private int _next;

    /// <summary>A header over the frame's pixels: look, do not keep. It owns no pixels, so one that outlives its frame is harmless while nobody uses it.</summary>
    public Mat Over(Frame frame)
    {
        nint pixels = frame.Pixels;
        foreach (ref readonly Entry entry in _entries.AsSpan())
        {
            if (entry.Pixels == pixels && entry.Width == frame.Width && entry.Height == frame.Height)
                return entry.Mat!;
        }

        ref Entry oldest = ref _entries[_next];
        _next = (_next + 1) % _entries.Length;
        oldest.Mat?.Dispose();
        oldest = new(pixels, frame.Width, frame.Height, Mat.FromPixelData(frame.Height, frame.Width, MatType.CV_8UC3, pixels, frame.StrideBytes));
        return oldest.Mat!;
    }

    /// <summary>Forgets a header that OpenCV turned to memory of its own.</summary>
    public void Forget(Mat mat)
    {
        for (int i = 0; i < _entries.Length; i++)
        {
            if (ReferenceEquals(_entries[i].Mat, mat))
                _entries[i] = default;
        }

        mat.Dispose();
    }

    public void Dispose()
    {
        for (int i = 0; i < _entries.Length; i++)
        {
            _entries[i].Mat?.Dispose();
            _entries[i] = default;
        }
    }

    private readonly record struct Entry(nint Pixels, int Width, int Height, Mat? Mat);
}
