using Edge.Contracts.Packs;
using Edge.Vision.Preprocessing;

namespace Edge.Vision.Inference;

/// <summary>A manifest's words for a model's input, and back. The element type is the model's own and not among them.</summary>
public static class PackInputs
{
    private static readonly (string Word, ColorOrder Value)[] Colors = [("bgr", ColorOrder.Bgr), ("rgb", ColorOrder.Rgb), ("gray", ColorOrder.Gray)];

    private static readonly (string Word, InputFit Value)[] Fits =
        [("letterbox-top-left", InputFit.LetterboxTopLeft), ("letterbox-center", InputFit.LetterboxCenter), ("stretch", InputFit.Stretch)];

    /// <summary>The words for colours, in the order that errors list them.</summary>
    public static IReadOnlyList<string> ColorWords { get; } = [.. Colors.Select(row => row.Word)];

    /// <summary>The words for fits.</summary>
    public static IReadOnlyList<string> FitWords { get; } = [.. Fits.Select(row => row.Word)];

    /// <summary>What a manifest says for <paramref name="spec"/>.</summary>
    public static PackInput ToPack(InputSpec spec)
    {
        ArgumentNullException.ThrowIfNull(spec);
        return new PackInput
        {
            Width = spec.Width,
            Height = spec.Height,
            Layout = spec.Layout == TensorLayout.Nhwc ? "nhwc" : "nchw",
            Color = Colors.First(row => row.Value == spec.Color).Word,
            Mean = [.. spec.Mean],
            Scale = [.. spec.Scale],
            Fit = Fits.First(row => row.Value == spec.Fit).Word,
            Pad = spec.Pad,
        };
    }

    /// <summary>The colour called <paramref name="word"/>; null for none of the words.</summary>
    public static ColorOrder? Color(string word) => Colors.Where(row => row.Word == word).Select(row => (ColorOrder?)row.Value).FirstOrDefault();

    /// <summary>The fit called <paramref name="word"/>; null for none of the words.</summary>
    public static InputFit? Fit(string word) => Fits.Where(row => row.Word == word).Select(row => (InputFit?)row.Value).FirstOrDefault();

    /// <summary>What a checked manifest says.</summary>
    internal static InputSpec FromPack(PackInput input) => new()
    {
        Width = input.Width,
        Height = input.Height,
        Layout = input.Layout == "nhwc" ? TensorLayout.Nhwc : TensorLayout.Nchw,
        Color = Color(input.Color) ?? ColorOrder.Bgr,
        Mean = input.Mean,
        Scale = input.Scale,
        Fit = Fit(input.Fit) ?? InputFit.LetterboxTopLeft,
        Pad = input.Pad,
    };
}
