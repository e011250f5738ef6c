using System.Diagnostics;
using System.Runtime.InteropServices;
using Edge.Domain.Detections;
using Edge.Domain.Frames;
using Edge.Domain.Geometry;
using Edge.Vision.Classification;
using Edge.Vision.Images;
using Edge.Vision.Inference;
using Microsoft.Extensions.Logging.Abstractions;

namespace Edge.Tool.Bench;

/// <summary>
/// Pictures end to end: decompress, preprocess, infer, decode boxes and, for a pack with a second stage, classify their crops.
/// As many workers as cores, each with a picture of its own and one thread, and the process kept to those cores. The files are read
/// beforehand: the disk is not measured.
/// </summary>
internal sealed class EndToEndWork : IBenchWork
{
    private const int MaximumImages = 500;
    private const long MaximumBytes = 512L << 20;
    private static readonly string[] Endings = [".jpg", ".jpeg", ".png"];
    private readonly ModelStages _stages;
    private readonly List<(string Name, byte[] Bytes)> _images;
    private readonly Worker[] _workers;

    /// <summary>Reads the pictures, opens the model and runs over some pictures once.</summary>
    /// <exception cref="ModelRefusedException">The model can't be used.</exception>
    /// <exception cref="BenchException">There are no pictures, or not as many cores.</exception>
    public EndToEndWork(BenchSubject subject)
    {
        int workers = subject.Threads == 0 ? Environment.ProcessorCount : subject.Threads;
        ProcessorSet.KeepTo(workers);
        _images = Read(subject.ImagesPath!);
        _stages = ModelStages.Open(subject.ModelPath, BenchChild.Options(subject, threads: 1), NullLogger.Instance);
        if (_stages.First.Definition.Task != ModelTask.Detect)
            throw new BenchException($"'{subject.ModelPath}' is no detector; end to end is for detectors");
        _workers = [.. Enumerable.Range(0, workers).Select(_ => new Worker(_stages, _images))];
        double each = Run(Math.Min(_images.Count, 4 * workers)).Microseconds.Min();
        Ready = new BenchReady(null, BenchChild.Precision(_stages.First), _stages.Digest, each / workers, _images.Count);
    }

    /// <inheritdoc/>
    public BenchReady Ready { get; }

    /// <inheritdoc/>
    public BenchRound Run(int count)
    {
        double[] each = new double[count];
        int next = 0;
        long start = Stopwatch.GetTimestamp();
        Thread[] threads = [.. _workers.Select(worker => new Thread(() => worker.Run(() => Interlocked.Increment(ref next) - 1, each)))];
        foreach (Thread thread in threads)
            thread.Start();
        foreach (Thread thread in threads)
            thread.Join();
        double seconds = Stopwatch.GetElapsedTime(start).TotalSeconds;
        if (_workers.Select(worker => worker.Fault).FirstOrDefault(fault => fault is not null) is { } wrong)
            throw new BenchException(wrong.Message, wrong);
        double Mean(Func<Worker, long> ticks) => BenchChild.Microseconds(_workers.Sum(ticks)) / count;
        return new BenchRound(each, Mean(worker => worker.DecodeTicks), Mean(worker => worker.PreprocessTicks), Mean(worker => worker.InferTicks), Mean(worker => worker.PostprocessTicks), seconds, 0, 0);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (Worker worker in _workers)
            worker.Dispose();
        _stages.Dispose();
    }

    private static List<(string Name, byte[] Bytes)> Read(string folder)
    {
        if (!Directory.Exists(folder))
            throw new BenchException($"there is no folder '{folder}'");
        List<(string, byte[])> images = [];
        long bytes = 0;
        foreach (string file in Directory.EnumerateFiles(folder, "*", SearchOption.AllDirectories)
            .Where(file => Endings.Contains(Path.GetExtension(file).ToLowerInvariant())).Order(StringComparer.Ordinal).Take(MaximumImages))
        {
            images.Add((file, File.ReadAllBytes(file)));
            bytes += images[^1].Item2.Length;
            if (bytes > MaximumBytes)
                break;
        }

        return images.Count > 0 ? images : throw new BenchException($"'{folder}' has no pictures; allowed: {string.Join(", ", Endings)}");
    }

    /// <summary>One thread's detector, classifier and buffers.</summary>
    private sealed class Worker(ModelStages stages, List<(string Name, byte[] Bytes)> images) : IDisposable
    {
        private readonly FramePool _pool = new();
        private readonly Detector _detector = stages.First.CreateDetector();
        private readonly CropClassifier? _classifier = stages.Classifier?.CreateClassifier();
        private readonly List<Detection> _found = [];
        private readonly List<BoxPx> _boxes = [];
        private readonly List<CropClass> _kinds = [];

        public long DecodeTicks { get; private set; }

        public long PreprocessTicks { get; private set; }

        public long InferTicks { get; private set; }

        public long PostprocessTicks { get; private set; }

        public Exception? Fault { get; private set; }

        public void Run(Func<int> next, double[] each)
        {
            DecodeTicks = PreprocessTicks = InferTicks = PostprocessTicks = 0;
            try
            {
                for (int i = next(); i < each.Length; i = next())
                    each[i] = BenchChild.Microseconds(Take(images[i % images.Count]));
            }
            catch (Exception e) when (e is ImageFormatException or InvalidOperationException)
            {
                Fault = e;
            }
        }

        public void Dispose()
        {
            _detector.Dispose();
            _classifier?.Dispose();
            _pool.Dispose();
        }

        private long Take((string Name, byte[] Bytes) image)
        {
            long start = Stopwatch.GetTimestamp();
            using Frame frame = ImageCodec.Decode(image.Bytes, _pool, image.Name);
            DetectorTimings timings = default;
            _detector.Detect(frame.View, _found, ref timings);
            if (_classifier is not null && _found.Count > 0)
                Classify(frame);
            long end = Stopwatch.GetTimestamp();
            DecodeTicks += timings.Started - start;
            PreprocessTicks += timings.Preprocessed - timings.Started;
            InferTicks += timings.Inferred - timings.Preprocessed;
            PostprocessTicks += end - timings.Inferred;
            return end - start;
        }

        private void Classify(Frame frame)
        {
            _boxes.Clear();
            foreach (Detection detection in _found)
                _boxes.Add(detection.Box);
            CollectionsMarshal.SetCount(_kinds, _boxes.Count);
            _classifier!.Classify(frame.View, CollectionsMarshal.AsSpan(_boxes), CollectionsMarshal.AsSpan(_kinds));
        }
    }
}
