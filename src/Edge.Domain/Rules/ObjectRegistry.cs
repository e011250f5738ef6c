using Edge.Domain.Geometry;
using Edge.Domain.Tracks;

namespace Edge.Domain.Rules;

/// <summary>
/// Turns tracks into objects: a track that begins where another was lost a moment ago is the same object under a new id
/// (it was hidden, or the detector blinked for longer than the tracker waits), so that no visit is counted twice.
/// Objects live in numbered slots; rules keep what they know about an object at the same number. No allocation once grown.
/// </summary>
internal sealed class ObjectRegistry
{
    /// <summary>Objects that there is room for from the start, here and in the rules: a crowd, so that a busy moment does not allocate.</summary>
    internal const int InitialSlots = 128;

    /// <summary>Farthest from the lost object, in sizes of the larger box, at which a new track may continue it.</summary>
    private const float ReachInSizes = 1;

    /// <summary>Least ratio of the boxes' areas: a whole body may come back as half a body, but not as a hand.</summary>
    private const float LeastSizeRatio = 0.2f;

    private readonly TimeSpan _memory;
    private ObservedObject[] _objects = new ObservedObject[InitialSlots];
    private int _used;
    private long _lastId;

    /// <summary>A registry that remembers unseen objects for <paramref name="memory"/>: the longest grace of any rule.</summary>
    public ObjectRegistry(TimeSpan memory) => _memory = memory;

    /// <summary>Every slot up to the highest ever used; unused ones have id 0.</summary>
    public ReadOnlySpan<ObservedObject> Objects => _objects.AsSpan(0, _used);

    /// <summary>Takes the tracks of one frame. Tentative tracks are nobody yet.</summary>
    public void Observe(TimeSpan now, ReadOnlySpan<Track> tracks)
    {
        foreach (ref ObservedObject known in _objects.AsSpan(0, _used))
        {
            if (known.Gone)
                known = default;
            known.Seen = known.Reported = false;
        }

        foreach (ref readonly Track track in tracks)
        {
            if (track.State != TrackState.Tentative)
                Refresh(track, now);
        }

        // After all known ones, so that a new track cannot continue an object that this very frame shows.
        foreach (ref readonly Track track in tracks)
        {
            if (track.State == TrackState.Confirmed && SlotOf(track.Id) < 0)
                Admit(track, now);
        }

        foreach (ref ObservedObject known in _objects.AsSpan(0, _used))
            known.Gone = known.Id != 0 && !known.Seen && !known.Reported && now - known.SeenAt >= _memory;
    }

    /// <summary>Forgets everything.</summary>
    public void Clear()
    {
        _objects.AsSpan(0, _used).Clear();
        _used = 0;
    }

    private void Refresh(in Track track, TimeSpan now)
    {
        int slot = SlotOf(track.Id);
        if (slot < 0)
            return;
        ref ObservedObject known = ref _objects[slot];
        known.Reported = true;
        known.Expected = track.Box;
        if (track.State != TrackState.Confirmed)
            return;
        known.Seen = true;
        known.SeenAt = now;
        known.Track = track;
    }

    private void Admit(in Track track, TimeSpan now)
    {
        int slot = Predecessor(track, now);
        if (slot < 0)
        {
            slot = FreeSlot();
            _objects[slot] = new ObservedObject { Id = ++_lastId };
        }

        ref ObservedObject known = ref _objects[slot];
        known.Track = track;
        known.Expected = track.Box;
        known.Seen = known.Reported = true;
        known.SeenAt = now;
    }

    private int Predecessor(in Track track, TimeSpan now)
    {
        int best = -1;
        float nearest = ReachInSizes;
        for (int slot = 0; slot < _used; slot++)
        {
            ref readonly ObservedObject known = ref _objects[slot];
            // Two tracks that were both seen at one time are two objects.
            if (known.Id == 0 || known.Seen || now - known.SeenAt > _memory || track.FirstSeen <= known.Track.LastSeen)
                continue;
            float distance = Math.Min(Distance(known.Track.Box, track.Box), Distance(known.Expected, track.Box));
            if (known.Track.ClassId != track.ClassId)
                distance *= 2;
            if (distance < nearest)
            {
                nearest = distance;
                best = slot;
            }
        }

        return best;
    }

    /// <summary>Distance of the centres in sizes of the larger box; infinite where the sizes don't fit.</summary>
    private static float Distance(in BoxPx a, in BoxPx b)
    {
        float ratio = a.Area < b.Area ? a.Area / b.Area : b.Area / a.Area;
        if (!(ratio >= LeastSizeRatio))
            return float.PositiveInfinity;
        float size = Math.Max(Math.Max(a.Width, a.Height), Math.Max(b.Width, b.Height));
        float x = a.Center.X - b.Center.X, y = a.Center.Y - b.Center.Y;
        return MathF.Sqrt((x * x) + (y * y)) / size;
    }

    private int SlotOf(long trackId)
    {
        for (int slot = 0; slot < _used; slot++)
        {
            if (_objects[slot].Id != 0 && _objects[slot].Track.Id == trackId)
                return slot;
        }

        return -1;
    }

    private int FreeSlot()
    {
        for (int slot = 0; slot < _used; slot++)
        {
            if (_objects[slot].Id == 0)
                return slot;
        }

        if (_used == _objects.Length)
            Array.Resize(ref _objects, _used * 2);
        return _used++;
    }
}
