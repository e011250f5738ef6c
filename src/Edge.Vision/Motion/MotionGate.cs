using Edge.Domain.Frames;
using Edge.Domain.Geometry;
using Edge.Domain.Tracks;

namespace Edge.Vision.Motion;

/// <summary>
/// Tells which frames are worth inferring. A frame is compared, block by block, with the last inferred one, so that slow changes add up
/// until they count; a brightness change that all blocks share is taken out first, unless it is large (a light was switched).
/// It never hides an object that a rule watches: the gate is open while any track is tentative, lost or moving, twice as sensitive where
/// a track is, open for a while after the last change, and opens by itself every <see cref="MotionGateOptions.RefreshEvery"/>.
/// No allocation while the picture keeps its size. Not thread safe.
/// </summary>
public sealed class MotionGate
{
    /// <summary>Brightness in the grid counts in eighths.</summary>
    private const int Scale = 8;

    /// <summary>A shared change beyond this many thresholds is news by itself.</summary>
    private const int LightSwitch = 2;

    /// <summary>Noise this many times its median deviation away is as rare as one block in a thousand frames.</summary>
    private const int NoiseMargin = 7;

    /// <summary>Least step of a box between two inferred frames, as a part of its size, that is movement.</summary>
    private const float MovingStep = 0.05f;

    private readonly MotionGateOptions _options;
    private readonly BlockGrid[] _grids = [new(), new()];
    private readonly int[] _histogram = new int[(2 * 255 * Scale) + 1];
    private readonly List<Track> _inferred = new(128);
    private int _reference;
    private bool _hasReference;
    private bool _moving;
    private TimeSpan _inferredAt;
    private TimeSpan? _changedAt;

    /// <summary>A gate that has seen nothing: the first frame is always inferred.</summary>
    /// <exception cref="ArgumentOutOfRangeException">An option is out of its range.</exception>
    public MotionGate(MotionGateOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        options.Check();
        _options = options;
    }

    private BlockGrid Reference => _grids[_reference];

    private BlockGrid Current => _grids[1 - _reference];

    /// <summary>Whether this frame should be inferred. When it was, call <see cref="Inferred"/> before the next frame.</summary>
    /// <param name="frame">The captured picture.</param>
    /// <param name="now">Monotonic time of its capture.</param>
    /// <param name="tracks">As the tracker left them after the last frame.</param>
    public bool ShouldInfer(in FrameView frame, TimeSpan now, ReadOnlySpan<Track> tracks)
    {
        // Measured even when the answer is known: an inferred frame becomes the reference.
        Current.Take(frame);
        if (!_hasReference || Current.Picture != Reference.Picture)
        {
            _changedAt = now;
            return true;
        }

        if (HasChanged(tracks))
            _changedAt = now;
        return (_changedAt is { } changed && now - changed <= _options.StayOpen)
            || now - _inferredAt >= _options.RefreshEvery
            || _moving
            || HasUncertain(tracks);
    }

    /// <summary>The frame of the last <see cref="ShouldInfer"/> was inferred: it is what later ones are compared with.</summary>
    /// <param name="now">Monotonic time of its capture.</param>
    /// <param name="tracks">The tracks after it.</param>
    public void Inferred(TimeSpan now, ReadOnlySpan<Track> tracks)
    {
        _reference = 1 - _reference;
        _hasReference = true;
        _inferredAt = now;
        _moving = HasMoved(tracks);
        _inferred.Clear();
        _inferred.AddRange(tracks);
    }

    /// <summary>Forgets the reference, as after a cut in the stream: the next frame is inferred.</summary>
    public void Clear()
    {
        _hasReference = false;
        _moving = false;
        _changedAt = null;
        _inferred.Clear();
    }

    private bool HasChanged(ReadOnlySpan<Track> tracks)
    {
        ReadOnlySpan<short> before = Reference.Means, after = Current.Means;
        if (after.IsEmpty)
            return true;
        Span<int> histogram = _histogram;
        histogram.Clear();
        int middle = histogram.Length / 2;
        for (int i = 0; i < after.Length; i++)
            histogram[middle + after[i] - before[i]]++;

        int threshold = _options.Threshold * Scale;
        int shared = Median(histogram, after.Length);
        if (Math.Abs(shared - middle) > LightSwitch * threshold)
            return true;

        int noise = NoiseMargin * MedianDeviation(histogram, shared, after.Length);
        int clear = Math.Clamp(noise, threshold, LightSwitch * threshold);
        int changed = after.Length;
        for (int i = Math.Max(0, shared - clear); i <= Math.Min(histogram.Length - 1, shared + clear); i++)
            changed -= histogram[i];
        return changed >= Math.Max(1, (int)Math.Ceiling(_options.MinimumArea * after.Length))
            || HasChangedNear(tracks, shared - middle, Math.Clamp(noise, threshold / 2, threshold));
    }

    /// <summary>Whether a block inside a known object's box changed by more than <paramref name="clear"/>.</summary>
    private bool HasChangedNear(ReadOnlySpan<Track> tracks, int shared, int clear)
    {
        ReadOnlySpan<short> before = Reference.Means, after = Current.Means;
        int columns = Current.Columns, side = Current.BlockSize;
        foreach (ref readonly Track track in tracks)
        {
            BoxPx box = track.Box.ClipTo(Current.Picture);
            int right = Math.Min(columns - 1, (int)box.Right / side), bottom = Math.Min(Current.Rows - 1, (int)box.Bottom / side);
            for (int row = (int)box.Y / side; row <= bottom; row++)
            {
                for (int at = (row * columns) + ((int)box.X / side); at <= (row * columns) + right; at++)
                {
                    if (Math.Abs(after[at] - before[at] - shared) > clear)
                        return true;
                }
            }
        }

        return false;
    }

    private static int Median(ReadOnlySpan<int> histogram, int total)
    {
        int passed = 0;
        for (int i = 0; i < histogram.Length; i++)
        {
            passed += histogram[i];
            if (passed * 2 >= total)
                return i;
        }

        return histogram.Length - 1;
    }

    /// <summary>The least distance from <paramref name="center"/> within which half of all lie.</summary>
    private static int MedianDeviation(ReadOnlySpan<int> histogram, int center, int total)
    {
        int passed = histogram[center];
        int distance = 0;
        while (passed * 2 < total)
        {
            distance++;
            if (center - distance >= 0)
                passed += histogram[center - distance];
            if (center + distance < histogram.Length)
                passed += histogram[center + distance];
        }

        return distance;
    }

    private bool HasMoved(ReadOnlySpan<Track> tracks)
    {
        foreach (ref readonly Track track in tracks)
        {
            if (track.State == TrackState.Confirmed && HasMoved(track))
                return true;
        }

        return false;
    }

    private bool HasMoved(in Track track)
    {
        foreach (Track before in _inferred)
        {
            if (before.Id != track.Id)
                continue;
            float limit = MovingStep * Math.Max(track.Box.Width, track.Box.Height);
            return Math.Abs(track.Box.Center.X - before.Box.Center.X) > limit
                || Math.Abs(track.Box.Center.Y - before.Box.Center.Y) > limit
                || Math.Abs(track.Box.Height - before.Box.Height) > limit;
        }

        return true;
    }

    private static bool HasUncertain(ReadOnlySpan<Track> tracks)
    {
        foreach (ref readonly Track track in tracks)
        {
            if (track.State != TrackState.Confirmed)
                return true;
        }

        return false;
    }
}
