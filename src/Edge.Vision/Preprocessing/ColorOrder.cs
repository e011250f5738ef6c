namespace Edge.Vision.Preprocessing;

/// <summary>The colour channels that a model wants, and their order.</summary>
public enum ColorOrder
{
    /// <summary>Blue, green, red: the order of captured frames.</summary>
    Bgr,

    /// <summary>Red, green, blue.</summary>
    Rgb,

    /// <summary>One channel: the luma of BT.601 in whole numbers, as OpenCV's <c>BGR2GRAY</c> rounds it (<see cref="LumaRow"/>).</summary>
    Gray,
}
