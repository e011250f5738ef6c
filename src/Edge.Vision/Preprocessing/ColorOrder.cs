namespace Edge.Vision.Preprocessing;

/// <summary>Order of the colour channels that a model wants.</summary>
public enum ColorOrder
{
    /// <summary>Blue, green, red: the order of captured frames.</summary>
    Bgr,

    /// <summary>Red, green, blue.</summary>
    Rgb,
}
