namespace Edge.Vision.Preprocessing;

/// <summary>How a frame of one shape becomes an input of another.</summary>
public enum InputFit
{
    /// <summary>Scaled with its shape kept, at the top left; the rest is padding.</summary>
    LetterboxTopLeft,

    /// <summary>Scaled with its shape kept, in the middle; padding on both sides.</summary>
    LetterboxCenter,

    /// <summary>Scaled to fill the input, its shape not kept; no padding.</summary>
    Stretch,
}
