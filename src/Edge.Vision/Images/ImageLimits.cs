namespace Edge.Vision.Images;

/// <summary>What an image may cost before it is refused, unread. A few kilobytes of PNG can ask for gigabytes of pixels.</summary>
/// <param name="MaximumBytes">Most bytes of the encoded image, 1 or more.</param>
/// <param name="MaximumPixels">Most pixels (width times height) of the decoded image, 1 or more.</param>
public readonly record struct ImageLimits(long MaximumBytes, long MaximumPixels)
{
    /// <summary>64 MiB encoded, 50 megapixels decoded: above every camera we know, below what hurts a small device.</summary>
    public static ImageLimits Default { get; } = new(64L << 20, 50_000_000);
}
