using BenchmarkDotNet.Attributes;
using Edge.Domain.Geometry;
using Edge.Vision.Decoding;
using Edge.Vision.Inference;
using Edge.Vision.Suppression;

namespace Edge.Benchmarks.Vision;

/// <summary>Outputs to candidates, and suppression, for a crowded picture.</summary>
[MemoryDiagnoser]
public unsafe class DecodingBenchmarks : IDisposable
{
    private readonly YoloxDecoder _decoder = new(new SizePx(416, 416), 80, isDecoded: false, allClasses: false, [new TensorShape("output", "Float", [1, 3549, 85])]);
    private readonly CandidateList _candidates = new(3549);
    private readonly ClassAwareSuppression _suppression = new(3549, 80, 300);
    private readonly NativeBuffer _buffer = new(3549 * 85 * sizeof(float));
    private readonly int[] _sizes = [1, 3549, 85];

    [GlobalSetup]
    public void SetUp()
    {
        Random random = new(1);
        for (int row = 0; row < 3549; row++)
        {
            float* values = (float*)_buffer.Address + (row * 85);
            for (int i = 4; i < 85; i++)
                values[i] = random.NextSingle() * (i == 4 ? 0.5f : 1);
        }
    }

    [Benchmark]
    public int Yolox()
    {
        _candidates.Clear();
        Span<OutputTensor> outputs = [new OutputTensor((float*)_buffer.Address, _sizes)];
        _decoder.Decode(outputs, 0.45f, _candidates);
        return _candidates.Count;
    }

    [Benchmark]
    public int YoloxAndSuppression()
    {
        Yolox();
        return _suppression.Suppress(_candidates.Items, 0.5f).Length;
    }

    [GlobalCleanup]
    public void Dispose()
    {
        _buffer.Dispose();
        GC.SuppressFinalize(this);
    }
}
