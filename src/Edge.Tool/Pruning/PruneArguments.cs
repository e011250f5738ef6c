using System.Globalization;
using Edge.Vision.Inference;

namespace Edge.Tool.Pruning;

/// <summary>Checks what is asked of <c>model prune</c> on its command line.</summary>
internal static class PruneArguments
{
    /// <summary>The target and the importance.</summary>
    /// <exception cref="ModelRefusedException">Not exactly one target is given, or something is not what it may be.</exception>
    public static PruneOptions Read(double? macs, string? reduce, string? latency, string importance, bool isContradictory)
    {
        if (isContradictory)
            throw new ModelRefusedException("--reconstruct and --no-reconstruct are both given; allowed: one of them");
        int targets = (macs is null ? 0 : 1) + (reduce is null ? 0 : 1) + (latency is null ? 0 : 1);
        if (targets != 1)
            throw new ModelRefusedException($"{targets} targets are given; allowed: one of --macs 0.8, --reduce 20%, --latency 0.8 or --latency 12ms");
        if (reduce is not null)
            macs = 1 - Part(reduce);
        if (macs is not (null or (> 0 and < 1)))
            throw new ModelRefusedException($"{macs} of the multiply-accumulates shall stay; allowed: more than 0 and less than 1");
        LatencyTarget? time = null;
        if (latency is not null)
            time = LatencyTarget.TryParse(latency, out LatencyTarget target) ? target : throw new ModelRefusedException($"--latency is '{latency}'; allowed: a part of the dense model's time above 0 and below 1, or milliseconds such as 12ms");
        return new PruneOptions
        {
            Macs = macs,
            Latency = time,
            Importance = importance switch
            {
                "reconstruction" => Importance.Reconstruction,
                "magnitude" => Importance.Magnitude,
                "bn-scale" => Importance.BnScale,
                "activation" => Importance.Activation,
                _ => throw new ModelRefusedException($"--importance is '{importance}'; allowed: reconstruction, magnitude, bn-scale, activation"),
            },
        };
    }

    /// <summary>A whole number with a lower bound.</summary>
    public static int AtLeast(string option, int value, int least) =>
        value >= least ? value : throw new ModelRefusedException($"{option} is {value}; allowed: {least} or more");

    /// <summary>A number between bounds, both allowed.</summary>
    public static double Within(string option, double value, double least, double most) =>
        value >= least && value <= most ? value : throw new ModelRefusedException($"{option} is {value}; allowed: {least} to {most}");

    private static double Part(string text)
    {
        bool isPercent = text.EndsWith('%');
        if (!double.TryParse(isPercent ? text[..^1] : text, NumberStyles.Float, CultureInfo.InvariantCulture, out double value))
            throw new ModelRefusedException($"--reduce is '{text}'; allowed: such as 20% or 0.2");
        return isPercent ? value / 100 : value;
    }
}
