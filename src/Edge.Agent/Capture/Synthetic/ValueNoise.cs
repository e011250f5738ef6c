namespace Edge.Agent.Capture.Synthetic;

/// <summary>Smooth repeatable noise in the plane, for textures. Slow enough to be used for backgrounds only.</summary>
internal static class ValueNoise
{
    /// <summary>Smooth noise from -1 to 1 with features about one unit wide.</summary>
    public static float At(float x, float y, long seed)
    {
        float fx = MathF.Floor(x);
        float fy = MathF.Floor(y);
        (long ix, long iy) = ((long)fx, (long)fy);
        float tx = x - fx;
        float ty = y - fy;
        tx = tx * tx * (3 - (2 * tx));
        ty = ty * ty * (3 - (2 * ty));
        float top = Mix(Dice.Unit(seed, ix, iy), Dice.Unit(seed, ix + 1, iy), tx);
        float bottom = Mix(Dice.Unit(seed, ix, iy + 1), Dice.Unit(seed, ix + 1, iy + 1), tx);
        return (Mix(top, bottom, ty) * 2) - 1;
    }

    /// <summary>Several octaves of noise: large features with ever finer ones on them.</summary>
    public static float Fractal(float x, float y, int octaves, long seed)
    {
        float sum = 0;
        float weight = 0.5f;
        for (int octave = 0; octave < octaves; octave++)
        {
            sum += weight * At(x, y, seed + octave);
            x *= 2.03f;
            y *= 2.03f;
            weight *= 0.5f;
        }

        return sum;
    }

    private static float Mix(float a, float b, float share) => a + ((b - a) * share);
}
