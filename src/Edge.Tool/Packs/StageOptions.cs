using System.CommandLine;
using System.Globalization;
using Edge.Contracts.Packs;
using Edge.Vision.Inference;

namespace Edge.Tool.Packs;

/// <summary>The options that say what one stage of a pack is fed and how it is read, with a prefix for the second stage.</summary>
internal sealed class StageOptions
{
    private readonly string _prefix;

    /// <summary>For a stage whose options begin with <paramref name="prefix"/>, which is empty or ends with a dash.</summary>
    public StageOptions(string prefix, string decoders)
    {
        _prefix = prefix;
        Labels = new Option<string>($"--{prefix}labels") { Description = "File of class names, one a line; default: the names that the exporter left, or COCO's 80" };
        Decoder = new Option<string>($"--{prefix}decoder") { Description = $"{decoders}; default: the only one that fits its shapes", DefaultValueFactory = _ => "" };
        Size = new Option<string>($"--{prefix}size") { Description = "WIDTHxHEIGHT of the input, where the graph leaves it open" };
        Color = new Option<string>($"--{prefix}color") { Description = "bgr, rgb or gray; default: the family's" };
        Mean = new Option<string>($"--{prefix}mean") { Description = "Subtracted from pixels of 0 to 255, channel by channel: 103.53,116.28,123.675" };
        Scale = new Option<string>($"--{prefix}scale") { Description = "Multiplied afterwards, channel by channel: 0.01743,0.01751,0.01712; one number is for all channels" };
        Fit = new Option<string>($"--{prefix}fit") { Description = "letterbox-top-left, letterbox-center or stretch; default: the family's" };
        Pad = new Option<byte?>($"--{prefix}pad") { Description = "Value of padding pixels, 0 to 255; default: the family's" };
    }

    public Option<string> Labels { get; }

    public Option<string> Decoder { get; }

    public Option<string> Size { get; }

    public Option<string> Color { get; }

    public Option<string> Mean { get; }

    public Option<string> Scale { get; }

    public Option<string> Fit { get; }

    public Option<byte?> Pad { get; }

    /// <summary>All of them, as help lists them.</summary>
    public IEnumerable<Option> All => [Labels, Decoder, Size, Color, Mean, Scale, Fit, Pad];

    /// <summary>Reads them.</summary>
    /// <exception cref="ModelRefusedException">One has a value that is not allowed.</exception>
    public ModelOptions Read(ParseResult parsed)
    {
        (int? width, int? height) = ReadSize(parsed.GetValue(Size));
        string? color = parsed.GetValue(Color), fit = parsed.GetValue(Fit);
        if (color is not null && PackInputs.Color(color) is null)
            throw new ModelRefusedException($"--{_prefix}color is '{color}'; allowed: {string.Join(", ", PackInputs.ColorWords)}");
        if (fit is not null && PackInputs.Fit(fit) is null)
            throw new ModelRefusedException($"--{_prefix}fit is '{fit}'; allowed: {string.Join(", ", PackInputs.FitWords)}");
        return new ModelOptions
        {
            Decoder = parsed.GetValue(Decoder) ?? "",
            LabelsFile = parsed.GetValue(Labels) ?? "",
            Input = new InputOverrides
            {
                Width = width,
                Height = height,
                Color = color is null ? null : PackInputs.Color(color),
                Mean = ReadNumbers(parsed.GetValue(Mean), $"--{_prefix}mean"),
                Scale = ReadNumbers(parsed.GetValue(Scale), $"--{_prefix}scale"),
                Fit = fit is null ? null : PackInputs.Fit(fit),
                Pad = parsed.GetValue(Pad),
            },
        };
    }

    /// <summary>Reads <c>METRIC=VALUE@DATASET</c>.</summary>
    /// <exception cref="ModelRefusedException">It is of another form.</exception>
    public static PackAccuracy ReadAccuracy(string text)
    {
        int equals = text.IndexOf('=', StringComparison.Ordinal), at = text.IndexOf('@', Math.Max(equals, 0));
        if (equals < 1 || at < equals || at == text.Length - 1
            || !double.TryParse(text.AsSpan(equals + 1, at - equals - 1), NumberStyles.Float, CultureInfo.InvariantCulture, out double value) || !double.IsFinite(value))
        {
            throw new ModelRefusedException($"--accuracy is '{text}'; allowed: METRIC=VALUE@DATASET, for example AP=0.258@COCO val2017");
        }

        return new PackAccuracy(text[..equals].Trim(), text[(at + 1)..].Trim(), value);
    }

    private (int? Width, int? Height) ReadSize(string? text)
    {
        if (text is null)
            return (null, null);
        string[] parts = text.Split('x');
        return parts.Length == 2 && int.TryParse(parts[0], CultureInfo.InvariantCulture, out int width) && int.TryParse(parts[1], CultureInfo.InvariantCulture, out int height)
            && width is > 0 and <= 8192 && height is > 0 and <= 8192
            ? (width, height)
            : throw new ModelRefusedException($"--{_prefix}size is '{text}'; allowed: WIDTHxHEIGHT, for example 416x416, each 1 to 8192");
    }

    private static float[]? ReadNumbers(string? text, string option)
    {
        if (text is null)
            return null;
        string[] parts = text.Split(',', StringSplitOptions.TrimEntries);
        float[] numbers = new float[parts.Length];
        for (int i = 0; i < parts.Length; i++)
        {
            if (!float.TryParse(parts[i], NumberStyles.Float, CultureInfo.InvariantCulture, out numbers[i]) || !float.IsFinite(numbers[i]))
                throw new ModelRefusedException($"{option} is '{text}'; allowed: a number, or one for each channel with commas between");
        }

        return numbers;
    }
}
