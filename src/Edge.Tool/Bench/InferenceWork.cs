using System.Diagnostics;
using Edge.Domain.Detections;
using Edge.Domain.Frames;
using Edge.Domain.Geometry;
using Edge.Vision.Anomaly;
using Edge.Vision.Classification;
using Edge.Vision.Inference;
using Microsoft.Extensions.Logging.Abstractions;

namespace Edge.Tool.Bench;

/// <summary>One inference after another on one drawn picture, through the agent's own preprocessing and decoding.</summary>
internal sealed class InferenceWork : IBenchWork
{
    private const int WarmUps = 5;
    private readonly ModelStages _stages;
    private readonly FramePool _pool = new();
    private readonly Frame _frame;
    private readonly Detector? _detector;
    private readonly CropClassifier? _classifier;
    private readonly PatchDetector? _anomalies;
    private readonly AnomalyMap _map = new();
    private readonly List<Detection> _found = [];
    private readonly CropClass[] _kinds = new CropClass[1];

    /// <summary>Opens the model and warms it up.</summary>
    /// <exception cref="ModelRefusedException">It can't be used.</exception>
    public InferenceWork(BenchSubject subject)
    {
        _stages = ModelStages.Open(subject.ModelPath, BenchChild.Options(subject, subject.Threads), NullLogger.Instance);
        VisionModel model = _stages.First;
        _frame = Draw(_pool, model.Definition.Input.Size);
        if (model.Definition.Task == ModelTask.Detect)
            _detector = model.CreateDetector();
        else if (_stages.Anomaly is { } anomaly)
            _anomalies = anomaly.CreateDetector();
        else
            _classifier = model.CreateClassifier(maximumBatch: 1);
        double each = Run(WarmUps).Microseconds.Min();
        Ready = new BenchReady(null, BenchChild.Precision(model), _stages.Digest, each, 0);
    }

    /// <inheritdoc/>
    public BenchReady Ready { get; }

    /// <inheritdoc/>
    public BenchRound Run(int count)
    {
        double[] each = new double[count];
        long before = 0, inside = 0, after = 0;
        long start = Stopwatch.GetTimestamp();
        for (int i = 0; i < count; i++)
        {
            DetectorTimings timings = default;
            if (_detector is not null)
            {
                _detector.Detect(_frame.View, _found, ref timings);
            }
            else if (_anomalies is not null)
            {
                timings.Started = timings.Preprocessed = Stopwatch.GetTimestamp();
                _anomalies.Judge(_frame.View, _map);
                timings.Inferred = timings.Decoded = Stopwatch.GetTimestamp();
            }
            else
            {
                timings.Started = timings.Preprocessed = Stopwatch.GetTimestamp();
                _classifier!.Classify(_frame.View, [new BoxPx(0, 0, _frame.Width, _frame.Height)], _kinds);
                timings.Inferred = timings.Decoded = Stopwatch.GetTimestamp();
            }

            each[i] = BenchChild.Microseconds(timings.Decoded - timings.Started);
            before += timings.Preprocessed - timings.Started;
            inside += timings.Inferred - timings.Preprocessed;
            after += timings.Decoded - timings.Inferred;
        }

        double seconds = Stopwatch.GetElapsedTime(start).TotalSeconds;
        return new BenchRound(each, 0, BenchChild.Microseconds(before) / count, BenchChild.Microseconds(inside) / count, BenchChild.Microseconds(after) / count, seconds, 0, 0);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _detector?.Dispose();
        _classifier?.Dispose();
        _anomalies?.Dispose();
        _frame.Dispose();
        _pool.Dispose();
        _stages.Dispose();
    }

    /// <summary>Noise in blocks: neither one colour, for which some kernels have short cuts, nor all edges.</summary>
    private static Frame Draw(FramePool pool, SizePx size)
    {
        Frame frame = pool.Rent(size.Width, size.Height);
        uint state = 1;
        for (int y = 0; y < frame.Height; y++)
        {
            Span<byte> row = frame.View.Row(y);
            for (int x = 0; x < row.Length; x++)
            {
                if (x % 24 == 0)
                    state = ((state ^ (uint)(y / 8)) * 1664525) + 1013904223;
                row[x] = (byte)(state >> 24);
            }
        }

        return frame;
    }
}
