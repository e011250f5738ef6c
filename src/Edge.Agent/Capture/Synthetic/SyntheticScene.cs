namespace Edge.Agent.Capture.Synthetic;

/// <summary>
/// What is where in each frame: a pure function of seed and frame index, so any frame can be asked for in any order.
/// </summary>
internal abstract class SyntheticScene(long seed, double fps) : SyntheticFilm(seed, fps)
{
    /// <summary>Most objects that one frame holds.</summary>
    public const int MaximumObjects = 32;

    /// <summary>Writes the objects of a frame, farthest first.</summary>
    /// <param name="frame">Frame index, from 0.</param>
    /// <param name="objects">Room for <see cref="MaximumObjects"/>.</param>
    /// <returns>How many were written.</returns>
    public abstract int At(long frame, Span<SceneObject> objects);

    /// <summary>Puts objects in drawing order: those that stand farther away (higher in the frame) first.</summary>
    protected static void SortFarthestFirst(Span<SceneObject> objects)
    {
        // Insertion sort: a handful of objects, nearly sorted, nothing allocated.
        for (int i = 1; i < objects.Length; i++)
        {
            SceneObject moved = objects[i];
            int at = i;
            for (; at > 0 && objects[at - 1].Y > moved.Y; at--)
                objects[at] = objects[at - 1];
            objects[at] = moved;
        }
    }
}
