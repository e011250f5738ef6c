using BenchmarkDotNet.Attributes;
using Edge.Domain.Frames;
using Edge.Vision.Preprocessing;

namespace Edge.Benchmarks.Vision;

/// <summary>Frame to input tensor. An operation is one input pixel (three elements), so the mean is nanoseconds for each pixel.</summary>
[MemoryDiagnoser]
public unsafe class PreprocessingBenchmarks : IDisposable
{
    private const int Side = 416;
    private const int Pixels1080 = Side * 234;
    private const int Pixels480 = Side * 312;
    private readonly FramePool _pool = new();
    private FramePreprocessor _preprocessor = null!;
    private Frame _small = null!;
    private Frame _large = null!;
    private nint _input;

    [GlobalSetup]
    public void SetUp()
    {
        InputSpec spec = new() { Width = Side, Height = Side };
        _preprocessor = new FramePreprocessor(spec);
        _input = (nint)System.Runtime.InteropServices.NativeMemory.AlignedAlloc((nuint)spec.SizeBytes, 64);
        _small = Noise(640, 480);
        _large = Noise(1920, 1080);
    }

    [Benchmark(OperationsPerInvoke = Pixels480)]
    public Letterbox From640x480() => _preprocessor.Write(_small.View, _input);

    [Benchmark(OperationsPerInvoke = Pixels1080)]
    public Letterbox From1920x1080() => _preprocessor.Write(_large.View, _input);

    [GlobalCleanup]
    public void Dispose()
    {
        _preprocessor.Dispose();
        _small.Dispose();
        _large.Dispose();
        _pool.Dispose();
        System.Runtime.InteropServices.NativeMemory.AlignedFree((void*)_input);
        GC.SuppressFinalize(this);
    }

    private Frame Noise(int width, int height)
    {
        Frame frame = _pool.Rent(width, height);
        Random random = new(1);
        for (int y = 0; y < height; y++)
            random.NextBytes(frame.View.Row(y));
        return frame;
    }
}
