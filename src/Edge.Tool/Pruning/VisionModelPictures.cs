using Edge.Tool.Calibration;
using Edge.Tool.Onnx;
using Edge.Vision.Inference;
using Microsoft.Extensions.Logging.Abstractions;

namespace Edge.Tool.Pruning;

/// <summary>Calibration pictures as the agent would feed them to a model, and the measure of damage that fits the model.</summary>
internal sealed class VisionModelPictures
{
    /// <summary>Inputs are kept in memory up to this size, in bytes; beyond, pictures are read anew in each pass.</summary>
    private const long MostKeptBytes = 300L << 20;

    private readonly CalibrationImages _images;
    private readonly bool _isDetector;
    private readonly bool _isPack;
    private readonly string _decoder;

    private VisionModelPictures(CalibrationImages images, CalibrationSet set, bool isDetector, bool isPack, string decoder)
    {
        _images = images;
        Set = set;
        _isDetector = isDetector;
        _isPack = isPack;
        _decoder = decoder;
    }

    /// <summary>The pictures.</summary>
    public CalibrationSet Set { get; }

    /// <summary>Finds pictures, and learns from the model how they are fed.</summary>
    /// <exception cref="ModelRefusedException">The agent does not recognise the model, or there are no pictures.</exception>
    public static VisionModelPictures Open(string path, OnnxModel model, string decoder, string folder, int count)
    {
        ModelDefinition definition;
        using (VisionModel opened = VisionModel.Open(path, new ModelOptions { Providers = ["cpu"], Threads = 1, Decoder = decoder }, NullLogger.Instance))
            definition = opened.Definition;
        CalibrationImages images = CalibrationImages.Open(folder, count, definition.Input, model.Inputs[0].Name);
        long size = (long)images.Files.Count * definition.Input.SizeBytes;
        Lazy<GraphTensor[]> kept = new(() => [.. images.Inputs().Select(Copy)]);
        CalibrationSet set = new(images.Files.Count, size <= MostKeptBytes ? () => kept.Value : images.Inputs);
        return new VisionModelPictures(images, set, definition.Task == ModelTask.Detect, VisionModel.IsPack(path), decoder);
    }

    /// <summary>Boxes for a detector that the agent opens by itself; outputs for all else.</summary>
    public IDamageMeasure MeasureOf(OnnxModel dense, int pictures) => _isDetector && !_isPack
        ? new DetectionDamage(dense, _decoder, [.. _images.Files.Take(pictures)])
        : new OutputDamage(dense, Set.Take(pictures));

    // The pictures come in one array that is written over.
    private static GraphTensor Copy(GraphTensor input) => input.Copy();
}
