using Edge.Domain.Detections;
using Edge.Domain.Frames;
using Edge.Domain.Geometry;
using Edge.Tool.Calibration;
using Edge.Tool.Onnx;
using Edge.Vision.Images;
using Edge.Vision.Inference;
using Edge.Vision.Preprocessing;
using Microsoft.Extensions.Logging.Abstractions;

namespace Edge.Tool.Pruning;

/// <summary>Calibration pictures as the agent would feed them to a model, and the measure of damage that fits the model.</summary>
internal sealed class VisionModelPictures
{
    /// <summary>Inputs are kept in memory up to this size, in bytes; beyond, pictures are read anew in each pass.</summary>
    private const long MostKeptBytes = 300L << 20;

    /// <summary>Score from which a box is a thing to look at.</summary>
    private const float LeastScore = 0.1f;

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
    /// <param name="path">The model's file.</param>
    /// <param name="model">The model.</param>
    /// <param name="decoder">Its decoder, where more than one fits; empty otherwise.</param>
    /// <param name="folder">Where the pictures lie.</param>
    /// <param name="count">Most pictures.</param>
    /// <param name="focus">How much more than the whole picture the things that a detector finds count; 0 weighs all places alike.</param>
    /// <exception cref="ModelRefusedException">The agent does not recognise the model, or there are no pictures.</exception>
    public static VisionModelPictures Open(string path, OnnxModel model, string decoder, string folder, int count, double focus)
    {
        using VisionModel opened = VisionModel.Open(path, new ModelOptions { Providers = ["cpu"], Threads = 1, Decoder = decoder, ScoreThreshold = LeastScore }, NullLogger.Instance);
        ModelDefinition definition = opened.Definition;
        CalibrationImages images = CalibrationImages.Open(folder, count, definition.Input, model.Inputs[0].Name);
        long size = (long)images.Files.Count * definition.Input.SizeBytes;
        Lazy<GraphTensor[]> kept = new(() => [.. images.Inputs().Select(Copy)]);
        FocusMap[]? maps = definition.Task == ModelTask.Detect && focus > 0 ? FindThings(opened, images.Files, focus) : null;
        CalibrationSet set = new(images.Files.Count, size <= MostKeptBytes ? () => kept.Value : images.Inputs, maps);
        return new VisionModelPictures(images, set, definition.Task == ModelTask.Detect, VisionModel.IsPack(path), decoder);
    }

    private static FocusMap[] FindThings(VisionModel model, IReadOnlyList<string> files, double focus)
    {
        using Detector detector = model.CreateDetector();
        using FramePool pool = new();
        InputSpec input = model.Definition.Input;
        FocusMap[] maps = new FocusMap[files.Count];
        List<Detection> found = [];
        for (int i = 0; i < maps.Length; i++)
        {
            using Frame frame = ImageCodec.Load(files[i], pool);
            DetectorTimings timings = default;
            detector.Detect(frame.View, found, ref timings);
            Letterbox place = Letterbox.Fit(frame.Size, input.Size, input.Fit);
            maps[i] = FocusMap.Of(found.Select(detection => (ToInput(detection.Box, place), detection.Score)), input.Size, focus);
        }

        return maps;
    }

    private static BoxPx ToInput(BoxPx box, Letterbox place)
    {
        float x = place.Width / (float)place.Frame.Width, y = place.Height / (float)place.Frame.Height;
        return new BoxPx(place.Left + (box.X * x), place.Top + (box.Y * y), box.Width * x, box.Height * y);
    }

    /// <summary>Boxes for a detector that the agent opens by itself; outputs for all else.</summary>
    public IDamageMeasure MeasureOf(OnnxModel dense, int pictures) => _isDetector && !_isPack
        ? new DetectionDamage(dense, _decoder, [.. _images.Files.Take(pictures)])
        : new OutputDamage(dense, Set.Take(pictures));

    // The pictures come in one array that is written over.
    private static GraphTensor Copy(GraphTensor input) => input.Copy();
}
