using Edge.Domain.Geometry;
using Edge.Vision.Decoding;
using Edge.Vision.Preprocessing;

namespace Edge.Vision.Inference;

/// <summary>One family of models: what its outputs look like, and what it is fed by convention.</summary>
/// <param name="Decoder">How its outputs are read.</param>
/// <param name="Expectation">The outputs, for people.</param>
/// <param name="Classes">Number of classes when the outputs fit: null when they don't, 0 when they fit but don't tell.</param>
/// <param name="Input">Completes the input's specification.</param>
/// <param name="NmsThreshold">The family's usual overlap limit.</param>
/// <param name="OnlyByName">Taken only when asked for by name, because its shapes are another family's too.</param>
internal sealed record ModelProfile(
    DecoderKind Decoder,
    string Expectation,
    Func<SizePx, IReadOnlyList<TensorShape>, int?> Classes,
    Func<InputSpec, InputSpec> Input,
    float NmsThreshold,
    bool OnlyByName = false)
{
    private static readonly float[] ImageNetMean = [123.675f, 116.28f, 103.53f];
    private static readonly float[] ImageNetScale = [1 / 58.395f, 1 / 57.12f, 1 / 57.375f];

    /// <summary>All families, in the order that errors list them.</summary>
    public static IReadOnlyList<ModelProfile> All { get; } =
    [
        new(
            DecoderKind.Yolox,
            "one output [1 x cells x (5 + classes)]",
            (input, outputs) => outputs.Count == 1 && outputs[0].Fits(1, Cells(input), -1) ? OverZero(outputs[0].Sizes[2] - 5) : null,
            YoloxInput,
            0.5f),
        new(
            DecoderKind.YoloxDecoded,
            "one output [1 x cells x (5 + classes)], boxes in pixels; only when named",
            (input, outputs) => outputs.Count == 1 && outputs[0].Fits(1, Cells(input), -1) ? OverZero(outputs[0].Sizes[2] - 5) : null,
            YoloxInput,
            0.5f,
            OnlyByName: true),
        new(
            DecoderKind.NanoDet,
            "six outputs, [1 x cells x classes] and [1 x cells x 32] for each of the strides 8, 16, 32",
            NanoDetClasses,
            spec => spec with
            {
                Color = ColorOrder.Bgr,
                Mean = [103.53f, 116.28f, 123.675f],
                Scale = [1 / 57.375f, 1 / 57.12f, 1 / 58.395f],
                Fit = InputFit.LetterboxTopLeft,
                Pad = 0,
            },
            0.6f),
        new(
            DecoderKind.YoloV8,
            "one output [1 x (4 + classes) x cells]",
            (input, outputs) => outputs.Count == 1 && outputs[0].Fits(1, -1, -1) && StrideGrids.AreCells(input, outputs[0].Sizes[2]) ? OverZero(outputs[0].Sizes[1] - 4) : null,
            spec => spec with
            {
                Color = ColorOrder.Rgb,
                Scale = [1 / 255f, 1 / 255f, 1 / 255f],
                Fit = InputFit.LetterboxCenter,
                Pad = 114,
            },
            0.6f),
        new(
            DecoderKind.Ssd,
            SsdOutputs.Expectation,
            (_, outputs) => SsdOutputs.Find(outputs) is null ? null : 0,
            SsdInput,
            1),
        new(
            DecoderKind.Classifier,
            "one output [1 x classes]",
            (_, outputs) => ClassifierClasses(outputs),
            ClassifierInput,
            1),
        new(
            DecoderKind.ClassifierProbabilities,
            "one output [1 x classes] that ends with softmax; only when named",
            (_, outputs) => ClassifierClasses(outputs),
            ClassifierInput,
            1,
            OnlyByName: true),
    ];

    private static int Cells(SizePx input) => StrideGrids.Cells(input, [8, 16, 32]);

    private static int? OverZero(int classes) => classes > 0 ? classes : null;

    private static int? NanoDetClasses(SizePx input, IReadOnlyList<TensorShape> outputs)
    {
        if (outputs.Count != 6)
            return null;
        int cells = StrideGrids.Cells(input, [8]);
        TensorShape? scores = outputs.FirstOrDefault(output => output.Fits(1, cells, -1) && output.Sizes[2] != 32)
            ?? outputs.FirstOrDefault(output => output.Fits(1, cells, 32));
        if (scores is null || scores.Sizes[2] < 1)
            return null;
        try
        {
            _ = new NanoDetDecoder(input, scores.Sizes[2], allClasses: false, outputs);
            return scores.Sizes[2];
        }
        catch (ModelRefusedException)
        {
            return null;
        }
    }

    private static int? ClassifierClasses(IReadOnlyList<TensorShape> outputs) =>
        outputs.Count == 1 && (outputs[0].Fits(-1, -1) || outputs[0].Fits(-1, -1, 1, 1)) && outputs[0].Sizes[1] > 1 ? outputs[0].Sizes[1] : null;

    private static InputSpec YoloxInput(InputSpec spec) =>
        spec with { Color = ColorOrder.Bgr, Fit = InputFit.LetterboxTopLeft, Pad = 114 };

    private static InputSpec SsdInput(InputSpec spec) => spec.Type == TensorType.UInt8
        ? spec with { Color = ColorOrder.Rgb, Fit = InputFit.Stretch }
        : spec with { Color = ColorOrder.Rgb, Mean = ImageNetMean, Scale = ImageNetScale, Fit = InputFit.Stretch };

    private static InputSpec ClassifierInput(InputSpec spec) => spec.Type == TensorType.UInt8
        ? spec with { Color = ColorOrder.Rgb, Fit = InputFit.Stretch }
        : spec with { Color = ColorOrder.Rgb, Mean = ImageNetMean, Scale = ImageNetScale, Fit = InputFit.Stretch };
}
