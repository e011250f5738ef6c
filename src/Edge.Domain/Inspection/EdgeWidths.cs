namespace Edge.Domain.Inspection;

/// <summary>
/// How wide the strongest edges of a picture are, in each of four directions: the standard deviation of their transition, in pixels, about 0.8 for the sharpest;
/// <see cref="None"/> where there is no edge. Blur adds to it as its square; blur by motion only along the motion.
/// </summary>
/// <param name="Across">Brightness changes from left to right.</param>
/// <param name="Down">From top to bottom.</param>
/// <param name="Falling">From top left to bottom right.</param>
/// <param name="Rising">From bottom left to top right.</param>
public readonly record struct EdgeWidths(float Across, float Down, float Falling, float Rising)
{
    /// <summary>No edge: wider than can be measured.</summary>
    public const float None = 32;

    /// <summary>The mean of the four.</summary>
    public float Mean => (Across + Down + Falling + Rising) / 4;

    /// <summary>What blur was added since <paramref name="sharp"/>, direction by direction: its standard deviation in pixels; 0 where edges are as sharp.</summary>
    public EdgeWidths AddedTo(in EdgeWidths sharp) =>
        new(Added(Across, sharp.Across), Added(Down, sharp.Down), Added(Falling, sharp.Falling), Added(Rising, sharp.Rising));

    /// <summary>The widest of the four.</summary>
    public float Widest => Math.Max(Math.Max(Across, Down), Math.Max(Falling, Rising));

    /// <summary>The narrowest of the four.</summary>
    public float Narrowest => Math.Min(Math.Min(Across, Down), Math.Min(Falling, Rising));

    // A direction without edges in the good picture says nothing.
    private static float Added(float width, float sharp) => sharp >= None || width <= sharp ? 0 : MathF.Sqrt((width * width) - (sharp * sharp));
}
