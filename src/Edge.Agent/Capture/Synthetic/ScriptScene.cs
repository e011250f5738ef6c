using Edge.Domain.Geometry;

namespace Edge.Agent.Capture.Synthetic;

/// <summary>
/// A known script for tests that count: again and again nobody for <c>gap</c> frames, then one person in the middle of the
/// street for <c>hold</c> frames. Which event a frame belongs to is arithmetic (<see cref="EventAt"/>), so what must have
/// been told is known for every frame at which a process may be killed.
/// </summary>
internal sealed class ScriptScene(long seed, double fps, int events, int gapFrames, int holdFrames) : SyntheticScene(seed, fps)
{
    /// <summary>A zone that every event's person stands in, well away from its edges (any box anchor).</summary>
    public static Polygon MiddleZone { get; } = new([new(0.25f, 0.25f), new(0.75f, 0.25f), new(0.75f, 0.95f), new(0.25f, 0.95f)]);

    /// <summary>Events until the end.</summary>
    public int Events { get; } = events;

    /// <summary>Empty frames before each event, and once more at the end.</summary>
    public int GapFrames { get; } = gapFrames;

    /// <summary>Frames that each event's person is seen.</summary>
    public int HoldFrames { get; } = holdFrames;

    /// <inheritdoc/>
    public override long FrameCount => ((long)Events * Period) + GapFrames;

    private int Period => GapFrames + HoldFrames;

    /// <summary>The event (from 0) whose person is in the frame; -1 when nobody is.</summary>
    public int EventAt(long frame)
    {
        long index = frame / Period;
        return frame >= 0 && index < Events && frame % Period >= GapFrames ? (int)index : -1;
    }

    /// <summary>The first frame that shows an event's person.</summary>
    public long FirstFrameOf(int eventIndex) => ((long)eventIndex * Period) + GapFrames;

    /// <inheritdoc/>
    public override int At(long frame, Span<SceneObject> objects)
    {
        int index = EventAt(frame);
        if (index < 0)
            return 0;
        long age = frame - FirstFrameOf(index);
        // Neighbours in time stand on different sides, so that no tracker takes one for the other.
        float x = (index % 2 == 0 ? 0.40f : 0.60f) + Dice.Between(-0.025f, 0.025f, Seed, 10, index);
        float y = 0.70f + Dice.Between(-0.03f, 0.03f, Seed, 11, index);
        float step = Math.Min(age, 40) * 0.0012f * (index % 2 == 0 ? 1 : -1);
        objects[0] = new SceneObject(
            index + 1, SceneClass.Person, x + step, y, step < 0 ? -1 : 1, false, age / 16f, 0.8f, (long)(Dice.Bits(Seed, 12, index) >> 1));
        return 1;
    }
}
