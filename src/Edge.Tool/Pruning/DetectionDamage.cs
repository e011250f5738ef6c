using Edge.Domain.Detections;
using Edge.Domain.Frames;
using Edge.Domain.Geometry;
using Edge.Tool.Onnx;
using Edge.Vision.Images;
using Edge.Vision.Inference;
using Microsoft.Extensions.Logging.Abstractions;

namespace Edge.Tool.Pruning;

/// <summary>
/// Damage of a detector: how much of what it found it does not find again, in the same place with the same score, and what it finds beside it.
/// 0 is the same boxes with the same scores; 1 is nothing found. Boxes matter by their scores, so that the background doesn't.
/// </summary>
internal sealed class DetectionDamage : IDamageMeasure
{
    private const float LeastScore = 0.05f;
    private readonly ModelOptions _options;
    private readonly IReadOnlyList<string> _files;
    private readonly List<List<Detection>> _expected;
    private readonly double _total;

    /// <summary>Runs the dense model on pictures, and remembers what it found.</summary>
    /// <param name="dense">The model before pruning; a bare detector that the agent recognises.</param>
    /// <param name="decoder">Its decoder, as <see cref="ModelOptions.Decoder"/> has it.</param>
    /// <param name="files">Paths of the pictures.</param>
    public DetectionDamage(OnnxModel dense, string decoder, IReadOnlyList<string> files)
    {
        _options = new ModelOptions { Providers = ["cpu"], Threads = 1, ScoreThreshold = LeastScore, AllClasses = true, Decoder = decoder };
        _files = files;
        _expected = Detect(dense);
        _total = Math.Max(_expected.Sum(found => found.Sum(detection => detection.Score)), 1e-6);
    }

    /// <inheritdoc/>
    public double Of(OnnxModel model)
    {
        List<List<Detection>> found = Detect(model);
        return _expected.Zip(found, Difference).Sum() / _total;
    }

    private List<List<Detection>> Detect(OnnxModel model)
    {
        using VisionModel opened = VisionModel.Open(new ModelSource("pruned", model.Origin, model.ToBytes()), _options, NullLogger.Instance);
        using Detector detector = opened.CreateDetector();
        using FramePool pool = new();
        List<List<Detection>> all = [];
        foreach (string file in _files)
        {
            using Frame frame = ImageCodec.Load(file, pool);
            List<Detection> found = [];
            DetectorTimings timings = default;
            detector.Detect(frame.View, found, ref timings);
            all.Add(found);
        }

        return all;
    }

    private static double Difference(List<Detection> expected, List<Detection> found)
    {
        bool[] isTaken = new bool[found.Count];
        double difference = 0;
        foreach (Detection wanted in expected)
        {
            (int best, double overlap) = (-1, 0.3);
            for (int i = 0; i < found.Count; i++)
            {
                double own = isTaken[i] || found[i].ClassId != wanted.ClassId ? 0 : Overlap(found[i].Box, wanted.Box);
                if (own > overlap)
                    (best, overlap) = (i, own);
            }

            double kept = best < 0 ? 0 : Math.Min(found[best].Score / wanted.Score, 1) * overlap;
            difference += wanted.Score * (1 - kept);
            if (best < 0)
                continue;
            isTaken[best] = true;
            difference += Math.Max(found[best].Score - wanted.Score, 0);
        }

        for (int i = 0; i < found.Count; i++)
            difference += isTaken[i] ? 0 : found[i].Score;
        return difference;
    }

    private static double Overlap(BoxPx a, BoxPx b)
    {
        double width = Math.Min(a.X + a.Width, b.X + b.Width) - Math.Max(a.X, b.X);
        double height = Math.Min(a.Y + a.Height, b.Y + b.Height) - Math.Max(a.Y, b.Y);
        if (width <= 0 || height <= 0)
            return 0;
        double common = width * height;
        return common / (((double)a.Width * a.Height) + ((double)b.Width * b.Height) - common);
    }
}
