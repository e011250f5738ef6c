using Edge.Agent.Capture.Synthetic;

namespace Edge.Agent.Capture.Conveyor;

/// <summary>
/// The belt of a simulated conveyor, count by count: parts come, pass the trigger sensor, and at the ejector go the way that the levels there make
/// them go. A part is ejected when the ejector is active for at least half of its passage; less than that only touches it.
/// Pure but for the parts that it keeps; not thread safe, except <see cref="Visible"/>.
/// </summary>
internal sealed class ConveyorBelt(ConveyorOptions options, int goodPictures, int badPictures)
{
    private readonly List<ConveyorPart> _all = [];
    private readonly Queue<ConveyorPartKind> _golden = new();
    private int _firstOnBelt;
    private long _nextStart = -1;
    private volatile ConveyorPart[] _visible = [];

    /// <summary>How far the belt has moved.</summary>
    public long Count { get; private set; }

    /// <summary>Every part so far.</summary>
    public IReadOnlyList<ConveyorPart> Parts => _all;

    /// <summary>Parts that a camera may see. Any thread.</summary>
    public IReadOnlyList<ConveyorPart> Visible => _visible;

    /// <summary>Whether all parts have come and gone.</summary>
    public bool IsDone => _all.Count >= options.Parts && _firstOnBelt == _all.Count;

    /// <summary>The part that came to the trigger sensor with the last step; null for none.</summary>
    public ConveyorPart? Arrived { get; private set; }

    /// <summary>The part that left the belt towards the bin of the rejected with the last step; null for none.</summary>
    public ConveyorPart? Fallen { get; private set; }

    /// <summary>Level of the trigger sensor: a part is in front of it.</summary>
    public bool TriggerLevel { get; private set; }

    /// <summary>The next part is to be a golden one.</summary>
    public void Present(ConveyorPartKind kind) => _golden.Enqueue(kind);

    /// <summary>The belt moves by one count.</summary>
    /// <param name="feeds">Whether parts come.</param>
    /// <param name="ejector">Whether the ejector is active.</param>
    /// <param name="ready">Whether the station is ready.</param>
    /// <param name="timestamp">When.</param>
    public void Step(bool feeds, bool ejector, bool ready, long timestamp)
    {
        Count++;
        Feed(feeds);
        (Arrived, Fallen, TriggerLevel) = (null, null, false);
        for (int i = _firstOnBelt; i < _all.Count; i++)
            Move(_all[i], ejector, ready, timestamp);
        while (_firstOnBelt < _all.Count && _all[_firstOnBelt].Bin is not null)
            _firstOnBelt++;
    }

    private void Feed(bool feeds)
    {
        if (!feeds || _all.Count >= options.Parts)
            return;
        if (_nextStart < 0)
            _nextStart = Count + options.Spacing;
        // It comes into sight a part's length ahead of the sensor.
        if (Count < _nextStart - (2 * options.Length))
            return;
        int index = _all.Count;
        bool isGolden = _golden.TryDequeue(out ConveyorPartKind kind);
        if (!isGolden)
            kind = Dice.Unit(options.Seed, 1, index) < options.BadShare ? ConveyorPartKind.Bad : ConveyorPartKind.Good;
        int pictures = kind == ConveyorPartKind.Good ? goodPictures : badPictures;
        int picture = kind == ConveyorPartKind.Blank ? 0 : Dice.Pick(pictures, options.Seed, 2, index);
        _all.Add(new ConveyorPart(index, kind, picture, _nextStart) { IsGolden = isGolden });
        double jitter = (Dice.Unit(options.Seed, 3, index) * 2) - 1;
        _nextStart += Math.Max(options.Length + 2, (long)Math.Round(options.Spacing * (1 + (jitter * options.SpacingJitter))));
        long gone = Count - (3 * options.Length);
        _visible = [.. _all.Skip(Math.Max(0, _all.Count - 16)).Where(part => part.Start > gone)];
    }

    private void Move(ConveyorPart part, bool ejector, bool ready, long timestamp)
    {
        long way = Count - part.Start;
        if (way == 0)
            Arrived = part;
        TriggerLevel |= way >= 0 && way < options.Length;
        long beyond = way - options.ToEjector;
        if (beyond < 0 || part.Bin is not null)
            return;
        if (beyond < options.Length)
        {
            if (ejector)
            {
                part.HitCounts++;
                part.HitAt = part.HitAt == 0 ? timestamp : part.HitAt;
            }

            if (beyond == options.Length / 2)
                part.WasReady = ready;
            return;
        }

        Leave(part);
    }

    private void Leave(ConveyorPart part)
    {
        bool isHit = part.HitCounts * 2 >= options.Length;
        part.Jammed = isHit && part.WasReady && Dice.Unit(options.Seed, 4, part.Index) < options.JamShare;
        part.Bin = isHit && !part.Jammed ? ConveyorBin.Ejected : part.WasReady ? ConveyorBin.Accepted : ConveyorBin.Diverted;
        if (part.Bin != ConveyorBin.Accepted)
            Fallen = part;
    }
}
