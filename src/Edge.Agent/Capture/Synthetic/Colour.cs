namespace Edge.Agent.Capture.Synthetic;

/// <summary>A colour in linear steps of 0 to 255 for each of red, green and blue; values outside are clamped when drawn.</summary>
internal readonly record struct Colour(float R, float G, float B)
{
    /// <summary>A colour from 0xRRGGBB.</summary>
    public static Colour Hex(uint rgb) => new((rgb >> 16) & 255, (rgb >> 8) & 255, rgb & 255);

    /// <summary>Brighter (factor above 1) or darker (below 1).</summary>
    public Colour Times(float factor) => new(R * factor, G * factor, B * factor);

    /// <summary>This colour at 0, the other at 1.</summary>
    public Colour Towards(Colour other, float share) =>
        new(R + ((other.R - R) * share), G + ((other.G - G) * share), B + ((other.B - B) * share));

    /// <summary>One of a palette, by chance.</summary>
    public static Colour OneOf(ReadOnlySpan<uint> palette, long seed, long a, long b = 0) =>
        Hex(palette[Dice.Pick(palette.Length, seed, a, b)]);
}
