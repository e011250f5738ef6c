using Edge.Contracts.Packs;
using Edge.Domain.Detections;
using Edge.Domain.Frames;
using Edge.Domain.Geometry;
using Edge.Vision.Classification;
using Edge.Vision.Images;
using Edge.Vision.Inference;
using Microsoft.Extensions.Logging.Abstractions;

namespace Edge.Tool.Packs;

/// <summary>Makes golden vectors of pictures through the agent's own way: its preprocessing, its detector for the crops, its runtime.</summary>
internal sealed class GoldenRecorder : IDisposable
{
    private const int MaximumCrops = 2;
    private const string Folder = "golden";
    private readonly VisionModel _first;
    private readonly VisionModel _firstPlain;
    private readonly VisionModel? _classifier;
    private readonly VisionModel? _classifierPlain;
    private readonly FramePool _pool = new();
    private readonly Dictionary<string, byte[]> _files = new(StringComparer.Ordinal);
    private readonly List<PackGolden> _golden = [];
    private readonly List<PackGolden> _classifierGolden = [];

    /// <summary>Opens the stages of <paramref name="pack"/>, each as it will run and as its graph stands.</summary>
    /// <exception cref="ModelRefusedException">One can't be used.</exception>
    public GoldenRecorder(Pack pack)
    {
        ModelOptions fused = new() { Providers = ["cpu"] }, plain = fused with { OptimiseGraph = false };
        _first = VisionModel.Open(pack, fused, NullLogger.Instance);
        _firstPlain = VisionModel.Open(pack, plain, NullLogger.Instance);
        _classifier = VisionModel.OpenClassifier(pack, fused, NullLogger.Instance);
        _classifierPlain = VisionModel.OpenClassifier(pack, plain, NullLogger.Instance);
    }

    /// <summary>Files of the vectors, by path in the pack.</summary>
    public IReadOnlyDictionary<string, byte[]> Files => _files;

    /// <summary>Vectors of the first stage.</summary>
    public IReadOnlyList<PackGolden> Golden => _golden;

    /// <summary>Vectors of the second stage.</summary>
    public IReadOnlyList<PackGolden> ClassifierGolden => _classifierGolden;

    /// <summary>The first stage's definition, for reports.</summary>
    public ModelDefinition First => _first.Definition;

    /// <summary>The second stage's definition; null without one.</summary>
    public ModelDefinition? Classifier => _classifier?.Definition;

    /// <summary>Adds a picture file.</summary>
    /// <exception cref="ImageFormatException">It is no picture.</exception>
    public void AddImage(string path)
    {
        using Frame frame = ImageCodec.Load(path, _pool);
        Add(frame.View);
    }

    /// <summary>Adds a drawn picture, the same everywhere: blocks of all sizes and greys, and colours.</summary>
    public void AddDrawn()
    {
        using Frame frame = _pool.Rent(_first.Definition.Input.Width, _first.Definition.Input.Height);
        uint state = 12345;
        frame.View.Row(0).Clear();
        for (int y = 0; y < frame.Height; y++)
            frame.View.Row(y).Fill(114);
        for (int i = 0; i < 60; i++)
        {
            int x = Next(ref state, frame.Width), y = Next(ref state, frame.Height), width = 1 + Next(ref state, frame.Width / 4 + 1), height = 1 + Next(ref state, frame.Height / 4 + 1);
            byte blue = (byte)Next(ref state, 256), green = i % 2 == 0 ? blue : (byte)Next(ref state, 256), red = i % 2 == 0 ? blue : (byte)Next(ref state, 256);
            for (int row = y; row < Math.Min(y + height, frame.Height); row++)
            {
                Span<byte> pixels = frame.View.Row(row);
                for (int column = x; column < Math.Min(x + width, frame.Width); column++)
                    (pixels[column * 3], pixels[(column * 3) + 1], pixels[(column * 3) + 2]) = (blue, green, red);
            }
        }

        Add(frame.View);
    }

    /// <summary>Adds an input tensor of an older pack, for the first stage or the second.</summary>
    /// <exception cref="ModelRefusedException">The model takes another shape.</exception>
    public void AddTensor(PackTensor input, bool forClassifier)
    {
        if (!forClassifier)
            Record(_first, _firstPlain, input, _golden, "");
        else if (_classifier is not null)
            Record(_classifier, _classifierPlain!, input, _classifierGolden, "crop");
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _pool.Dispose();
        _first.Dispose();
        _firstPlain.Dispose();
        _classifier?.Dispose();
        _classifierPlain?.Dispose();
    }

    private static int Next(ref uint state, int limit)
    {
        state = (state * 1664525) + 1013904223;
        return (int)((state >> 8) % (uint)limit);
    }

    private void Add(in FrameView frame)
    {
        Record(_first, _firstPlain, GoldenVectors.Preprocess(_first, frame), _golden, "");
        if (_classifier is null)
            return;
        foreach (BoxPx box in Crops(frame))
        {
            FrameView crop = CropRegion.Around(box, frame.Size, _classifier.Definition.CropMargin).Of(frame);
            Record(_classifier, _classifierPlain!, GoldenVectors.Preprocess(_classifier, crop), _classifierGolden, "crop");
        }
    }

    /// <summary>What the detector finds, strongest first; the middle of the picture where it finds nothing.</summary>
    private List<BoxPx> Crops(in FrameView frame)
    {
        List<Detection> found = [];
        DetectorTimings timings = default;
        using Detector detector = _first.CreateDetector();
        detector.Detect(frame, found, ref timings);
        if (found.Count > 0)
            return [.. found.Take(MaximumCrops).Select(detection => detection.Box)];
        float side = Math.Min(frame.Width, frame.Height) / 2f;
        return [new BoxPx((frame.Width - side) / 2, (frame.Height - side) / 2, side, side)];
    }

    private void Record(VisionModel model, VisionModel plain, PackTensor input, List<PackGolden> into, string prefix)
    {
        PackTensor[] outputs = GoldenVectors.Record(model, input);
        PackTensor[] reference = GoldenVectors.Record(plain, input);
        string name = $"{Folder}/{prefix}{into.Count}";
        _files[$"{name}.input"] = input.ToBytes();
        string[] files = new string[outputs.Length];
        double largest = 0, rms = 0;
        for (int i = 0; i < outputs.Length; i++)
        {
            if (outputs[i].Elements.Any(element => !float.IsFinite(element)))
                throw new ModelRefusedException($"model '{model.Definition.Name}' gives something that is no number for '{name}.input', in output {i}; no golden vector can be made of that");
            files[i] = outputs.Length == 1 ? $"{name}.output" : $"{name}.output{i}";
            _files[files[i]] = outputs[i].ToBytes();
            (double element, double whole) = GoldenVectors.Distance(reference[i], outputs[i]);
            (largest, rms) = (Math.Max(largest, element), Math.Max(rms, whole));
        }

        (float tolerance, float? allowedRms) = GoldenTolerance.For(model.Definition.Precision, largest, rms);
        into.Add(new PackGolden($"{name}.input", files, tolerance) { Rms = allowedRms });
    }
}
