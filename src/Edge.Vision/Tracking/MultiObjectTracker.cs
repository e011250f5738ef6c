using System.Runtime.InteropServices;
using Edge.Domain.Detections;
using Edge.Domain.Tracks;

namespace Edge.Vision.Tracking;

/// <summary>
/// Follows objects from frame to frame: ByteTrack's two-threshold association (arXiv 2110.06864) over SORT's Kalman filter
/// (arXiv 1602.00763), made for the low and uneven frame rates of edge devices:
/// <list type="number">
/// <item>strong detections with confirmed and lost tracks, by overlap with the predicted box (ByteTrack, algorithm 1, first association);</item>
/// <item>weak detections with those still alone, by a larger overlap (second association);</item>
/// <item>strong detections left over with tentative tracks, by overlap;</item>
/// <item>strong detections left over with any track left over, by the filter's own uncertainty (Mahalanobis gate, as in DeepSORT,
/// arXiv 1703.07402): fast objects at few frames a second, which no longer overlap themselves, and lost ones that reappear nearby;</item>
/// <item>what is left starts new tracks.</item>
/// </list>
/// Room for a crowd is made beforehand; only a scene busier than that ever allocates, once. Not thread safe.
/// </summary>
public sealed class MultiObjectTracker
{
    // 1 - overlap. The first two are ByteTrack's 0.8 and 0.5; tentative tracks get its 0.7.
    private const float StrongGate = 0.8f;
    private const float WeakGate = 0.5f;
    private const float TentativeGate = 0.7f;

    /// <summary>Two classes on boxes that overlap this much are one object seen twice.</summary>
    private const float DuplicateOverlap = 0.7f;

    /// <summary>Extra cost of a detection that calls the object by another name of its group.</summary>
    private const float OtherNameCost = 0.05f;

    /// <summary>99 % of a chi-square of two degrees of freedom.</summary>
    private const float DeviationGate = 9.21f;

    /// <summary>However unsure the filter is, a centre farther than this many sizes away is another object.</summary>
    private const float FarthestJump = 1.5f;

    /// <summary>Least ratio of the two areas for a match without overlap.</summary>
    private const float LeastSizeRatio = 0.4f;

    private const float NearnessGate = 1;

    private const int Unmatched = -1;

    /// <summary>Tracks, and detections, that there is room for from the start.</summary>
    private const int Crowd = 128;

    private readonly TrackerOptions _options;
    private readonly AssignmentSolver _solver = new();
    private readonly List<TrackedObject> _objects = new(Crowd);
    private readonly List<int> _rows = new(Crowd);
    private readonly List<int> _columns = new(Crowd);
    private int[] _detectionOfTrack = new int[Crowd];
    private bool[] _taken = new bool[Crowd];
    private float[] _cost = new float[Crowd * Crowd];
    private int[] _assigned = new int[Crowd];
    private long _lastId;

    /// <summary>A tracker that has seen nothing.</summary>
    /// <exception cref="ArgumentOutOfRangeException">An option is out of its range.</exception>
    public MultiObjectTracker(TrackerOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        options.Check();
        _options = options;
    }

    private enum Affinity
    {
        Overlap,
        Nearness,
    }

    /// <summary>Tracks confirmed since the start: objects counted once each.</summary>
    public int ConfirmedTotal { get; private set; }

    /// <summary>Takes the detections of one inferred frame.</summary>
    /// <param name="detections">In any order; boxes in pixels of the captured frame.</param>
    /// <param name="now">Monotonic time of the frame's capture; not before the last one's.</param>
    /// <param name="into">Cleared, then filled with every tentative, confirmed and lost track.</param>
    public void Update(ReadOnlySpan<Detection> detections, TimeSpan now, List<Track> into)
    {
        ArgumentNullException.ThrowIfNull(into);
        Begin(detections, now);
        Associate(detections, now, strong: true, tentative: false, StrongGate, Affinity.Overlap);
        Associate(detections, now, strong: false, tentative: false, WeakGate, Affinity.Overlap);
        Associate(detections, now, strong: true, tentative: true, TentativeGate, Affinity.Overlap);
        Associate(detections, now, strong: false, tentative: true, WeakGate, Affinity.Overlap);
        Associate(detections, now, strong: true, tentative: false, NearnessGate, Affinity.Nearness);
        Associate(detections, now, strong: true, tentative: true, NearnessGate, Affinity.Nearness);
        Settle(now);
        StartNew(detections, now);
        Report(into);
    }

    /// <summary>
    /// Takes a frame that was not inferred because nothing had moved: tracks stay as they are, confirmed ones count as seen, lost ones age.
    /// </summary>
    /// <param name="now">Monotonic time of the frame's capture.</param>
    /// <param name="into">Cleared, then filled as by <see cref="Update"/>.</param>
    public void Hold(TimeSpan now, List<Track> into)
    {
        ArgumentNullException.ThrowIfNull(into);
        Span<TrackedObject> objects = CollectionsMarshal.AsSpan(_objects);
        for (int i = objects.Length - 1; i >= 0; i--)
        {
            objects[i].Hold(now);
            if (IsOver(objects[i], now))
                _objects.RemoveAt(i);
        }

        Report(into);
    }

    /// <summary>Forgets every track, as after a cut in the stream; ids and <see cref="ConfirmedTotal"/> go on.</summary>
    public void Clear() => _objects.Clear();

    private void Begin(ReadOnlySpan<Detection> detections, TimeSpan now)
    {
        int tracks = _objects.Count;
        Grow(ref _detectionOfTrack, tracks);
        Grow(ref _taken, detections.Length);
        _detectionOfTrack.AsSpan(0, tracks).Fill(Unmatched);
        MarkDuplicates(detections, _taken);
        foreach (ref TrackedObject track in CollectionsMarshal.AsSpan(_objects))
            track.Predict(now);
    }

    /// <summary>Suppression works class by class, so a van may come as car and as truck: the weaker name is left out.</summary>
    private void MarkDuplicates(ReadOnlySpan<Detection> detections, Span<bool> taken)
    {
        for (int i = 0; i < detections.Length; i++)
        {
            ref readonly Detection one = ref detections[i];
            taken[i] = !(one.Score >= _options.LowScore);
            for (int j = 0; j < detections.Length && !taken[i]; j++)
            {
                ref readonly Detection other = ref detections[j];
                bool stronger = other.Score > one.Score || (other.Score == one.Score && j < i);
                taken[i] = stronger && other.ClassId != one.ClassId
                    && _options.Groups.MayBeSame(one.ClassId, other.ClassId)
                    && one.Box.Iou(other.Box) >= DuplicateOverlap;
            }
        }
    }

    private void Associate(ReadOnlySpan<Detection> detections, TimeSpan now, bool strong, bool tentative, float gate, Affinity affinity)
    {
        Span<TrackedObject> objects = CollectionsMarshal.AsSpan(_objects);
        float dim = (_options.LowScore + _options.HighScore) / 2;
        _rows.Clear();
        _columns.Clear();
        for (int i = 0; i < objects.Length; i++)
        {
            if (_detectionOfTrack[i] == Unmatched && (objects[i].State == TrackState.Tentative) == tentative
                && (strong || objects[i].MayLiveOnWeak(now, _options.KeepLost, dim)))
            {
                _rows.Add(i);
            }
        }

        for (int i = 0; i < detections.Length; i++)
        {
            if (!_taken[i] && (detections[i].Score >= _options.HighScore) == strong)
                _columns.Add(i);
        }

        int rows = _rows.Count, columns = _columns.Count;
        if (rows == 0 || columns == 0)
            return;
        Grow(ref _cost, rows * columns);
        Grow(ref _assigned, rows);
        for (int row = 0; row < rows; row++)
        {
            ref readonly TrackedObject track = ref objects[_rows[row]];
            for (int column = 0; column < columns; column++)
                _cost[(row * columns) + column] = Cost(track, detections[_columns[column]], affinity);
        }

        _solver.Solve(_cost, rows, columns, gate, _assigned);
        for (int row = 0; row < rows; row++)
        {
            if (_assigned[row] < 0)
                continue;
            int track = _rows[row], detection = _columns[_assigned[row]];
            _detectionOfTrack[track] = detection;
            _taken[detection] = true;
            objects[track].Match(detections[detection], _options.HighScore, now);
        }
    }

    private float Cost(in TrackedObject track, in Detection detection, Affinity affinity)
    {
        if (!_options.Groups.MayBeSame(track.ClassId, detection.ClassId))
            return float.PositiveInfinity;
        float cost = affinity == Affinity.Overlap ? 1 - track.Box.Iou(detection.Box) : JumpCost(track, detection);
        return track.ClassId == detection.ClassId ? cost : cost + OtherNameCost;
    }

    /// <summary>0 where the object was expected, 1 at the farthest place where it still may be the same.</summary>
    private static float JumpCost(in TrackedObject track, in Detection detection)
    {
        var box = track.Box;
        float size = Math.Max(box.Width, box.Height);
        float x = box.Center.X - detection.Box.Center.X, y = box.Center.Y - detection.Box.Center.Y;
        float jump = MathF.Sqrt((x * x) + (y * y)) / (FarthestJump * size);
        float ratio = box.Area > detection.Box.Area ? detection.Box.Area / box.Area : box.Area / detection.Box.Area;
        if (jump >= 1 || !(ratio >= LeastSizeRatio))
            return float.PositiveInfinity;
        float deviation = (float)Math.Sqrt(track.SquaredDeviation(detection.Box) / DeviationGate);
        return Math.Max(deviation, jump);
    }

    private void Settle(TimeSpan now)
    {
        Span<TrackedObject> objects = CollectionsMarshal.AsSpan(_objects);
        for (int i = objects.Length - 1; i >= 0; i--)
        {
            ref TrackedObject track = ref objects[i];
            if (_detectionOfTrack[i] == Unmatched)
                track.Miss();
            if (track.State == TrackState.Tentative)
                ConfirmIfDue(ref track);
            else
                track.State = track.Misses == 0 ? TrackState.Confirmed : TrackState.Lost;
            if (IsOver(track, now))
                _objects.RemoveAt(i);
        }
    }

    private void StartNew(ReadOnlySpan<Detection> detections, TimeSpan now)
    {
        for (int i = 0; i < detections.Length; i++)
        {
            if (_taken[i] || !(detections[i].Score >= _options.HighScore))
                continue;
            TrackedObject track = default;
            track.Start(++_lastId, detections[i], now);
            ConfirmIfDue(ref track);
            _objects.Add(track);
        }
    }

    private void ConfirmIfDue(ref TrackedObject track)
    {
        if (track.Misses > 0 || track.StrongHits < _options.ConfirmHits)
            return;
        track.State = TrackState.Confirmed;
        ConfirmedTotal++;
    }

    private bool IsOver(in TrackedObject track, TimeSpan now) => track.State switch
    {
        TrackState.Tentative => track.Misses > _options.TentativeMisses,
        TrackState.Lost => now - track.LastSeen > _options.KeepLost,
        _ => false,
    };

    private void Report(List<Track> into)
    {
        into.Clear();
        foreach (ref readonly TrackedObject track in CollectionsMarshal.AsSpan(_objects))
            into.Add(track.ToTrack());
    }

    private static void Grow<T>(ref T[] buffer, int size)
    {
        if (buffer.Length < size)
            buffer = new T[System.Numerics.BitOperations.RoundUpToPowerOf2((uint)size)];
    }
}
