using Edge.Domain.Geometry;
using Edge.Vision.Inference;

namespace Edge.Vision.Decoding;

/// <summary>Makes the decoder that a definition names, and checks the model's outputs against it.</summary>
internal static class DecoderFactory
{
    /// <summary>A decoder with its own scratch memory.</summary>
    /// <exception cref="ModelRefusedException">The outputs don't fit it.</exception>
    public static IDetectionDecoder Create(DecoderKind kind, SizePx input, int classes, IReadOnlyList<TensorShape> outputs) => kind switch
    {
        DecoderKind.Yolox => new YoloxDecoder(input, classes, isDecoded: false, outputs),
        DecoderKind.YoloxDecoded => new YoloxDecoder(input, classes, isDecoded: true, outputs),
        DecoderKind.NanoDet => new NanoDetDecoder(input, classes, outputs),
        DecoderKind.YoloV8 => new YoloV8Decoder(input, classes, outputs),
        DecoderKind.Ssd => new SsdDecoder(input, classes, outputs),
        _ => throw new ModelRefusedException($"decoder '{DecoderNames.Of(kind)}' finds no objects; allowed for a detector: yolox, yolox-decoded, nanodet, yolov8, ssd"),
    };
}
