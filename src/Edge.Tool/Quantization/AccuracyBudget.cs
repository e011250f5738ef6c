using System.Globalization;

namespace Edge.Tool.Quantization;

/// <summary>How far layers may be left in float to keep the outputs near the float model's.</summary>
/// <param name="SqnrDb">Signal to noise that the outputs must reach, in dB; null where the number of layers is given.</param>
/// <param name="Layers">How many layers stay in float, the most harmful; null where the signal to noise is given.</param>
internal readonly record struct AccuracyBudget(double? SqnrDb, int? Layers)
{
    /// <summary>What a text may be.</summary>
    public const string Allowed = "a signal to noise such as 20dB (0 to 80), or a number of layers such as 5";

    /// <summary>Reads <c>20dB</c> or <c>5</c>.</summary>
    public static bool TryParse(string text, out AccuracyBudget budget)
    {
        budget = default;
        bool isDecibels = text.EndsWith("dB", StringComparison.OrdinalIgnoreCase);
        string number = isDecibels ? text[..^2] : text;
        if (isDecibels && double.TryParse(number, NumberStyles.Float, CultureInfo.InvariantCulture, out double decibels) && decibels is >= 0 and <= 80)
            budget = new AccuracyBudget(decibels, null);
        else if (!isDecibels && int.TryParse(number, NumberStyles.None, CultureInfo.InvariantCulture, out int layers))
            budget = new AccuracyBudget(null, layers);
        else
            return false;
        return true;
    }
}
