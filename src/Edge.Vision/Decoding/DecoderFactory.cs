using Edge.Domain.Geometry;
using Edge.Vision.Inference;

namespace Edge.Vision.Decoding;

/// <summary>Makes the decoder that a definition names, and checks the model's outputs against it.</summary>
internal static class DecoderFactory
{
    /// <summary>A decoder with its own scratch memory.</summary>
    /// <param name="kind">How the outputs are read.</param>
    /// <param name="input">Size of the input.</param>
    /// <param name="classes">Number of classes.</param>
    /// <param name="allClasses">Whether each class of a box that scores enough gives a candidate, and not only the best.</param>
    /// <param name="outputs">The model's outputs.</param>
    /// <exception cref="ModelRefusedException">The outputs don't fit it.</exception>
    public static IDetectionDecoder Create(DecoderKind kind, SizePx input, int classes, bool allClasses, IReadOnlyList<TensorShape> outputs) => kind switch
    {
        DecoderKind.Yolox => new YoloxDecoder(input, classes, isDecoded: false, allClasses, outputs),
        DecoderKind.YoloxDecoded => new YoloxDecoder(input, classes, isDecoded: true, allClasses, outputs),
        DecoderKind.NanoDet => new NanoDetDecoder(input, classes, allClasses, outputs),
        DecoderKind.YoloV8 => new YoloV8Decoder(input, classes, allClasses, outputs),
        DecoderKind.Ssd => new SsdDecoder(input, classes, outputs),
        _ => throw new ModelRefusedException($"decoder '{DecoderNames.Of(kind)}' finds no objects; allowed for a detector: yolox, yolox-decoded, nanodet, yolov8, ssd"),
    };
}
