using BenchmarkDotNet.Attributes;
using Edge.Domain.Frames;
using Edge.Domain.Geometry;
using Edge.Vision.Anomaly;
using Edge.Vision.Anomaly.Golden;

namespace Edge.Benchmarks.Vision;

/// <summary>A picture of a part against its template, and whether it can be judged. An operation is one picture of 640 by 640 pixels.</summary>
[MemoryDiagnoser]
public class GoldenBenchmarks : IDisposable
{
    private const int Side = 640;
    private readonly FramePool _pool = new();
    private readonly List<GoldenDifference> _found = [];
    private readonly GoldenOptions _options = new();
    private GoldenTemplate _template = null!;
    private GoldenTemplate[] _templates = null!;
    private GoldenComparer _comparer = null!;
    private PictureConditionMeter _meter = null!;
    private Frame _good = null!;
    private Frame _tested = null!;

    [GlobalSetup]
    public void SetUp()
    {
        _good = Board(0, 0, 0);
        _tested = Board(7, -5, 12);
        _template = GoldenTemplate.From(_good.View, _options);
        _templates = [_template, _template, _template];
        _comparer = new GoldenComparer(new SizePx(Side, Side), _options);
        _meter = new PictureConditionMeter(new SizePx(Side, Side));
        if (!_comparer.Compare(_tested.View, _template, _found).IsRegistered || _found.Count == 0)
            throw new InvalidOperationException("the benchmark's picture is not compared");
    }

    [Benchmark]
    public GoldenResult Compare() => _comparer.Compare(_tested.View, _template, _found);

    [Benchmark]
    public int ChooseAmongThree() => _comparer.Choose(_tested.View, _templates, out _);

    [Benchmark]
    public GoldenTemplate PrepareTemplate() => GoldenTemplate.From(_good.View, _options);

    [Benchmark]
    public float Condition() => _meter.Measure(_tested.View).Mean;

    [GlobalCleanup]
    public void Dispose()
    {
        _good.Dispose();
        _tested.Dispose();
        _pool.Dispose();
        GC.SuppressFinalize(this);
    }

    /// <summary>Traces and pads, shifted, with spots of defects.</summary>
    private Frame Board(int dx, int dy, int defects)
    {
        Frame frame = _pool.Rent(Side, Side);
        var random = new Random(4);
        var pads = Enumerable.Range(0, 60).Select(_ => (X: random.Next(Side), Y: random.Next(Side), R: random.Next(6, 18))).ToArray();
        var spots = Enumerable.Range(0, defects).Select(_ => (X: random.Next(40, Side - 40), Y: random.Next(40, Side - 40))).ToArray();
        for (int y = 0; y < Side; y++)
        {
            Span<byte> row = frame.View.Row(y);
            for (int x = 0; x < Side; x++)
            {
                int u = x - dx, v = y - dy;
                bool isDark = (u % 53 < 9 && v > 90 && v < 500) || (v % 71 < 7 && u > 100 && u < 600)
                    || Array.Exists(pads, pad => ((u - pad.X) * (u - pad.X)) + ((v - pad.Y) * (v - pad.Y)) < pad.R * pad.R);
                bool isSpot = Array.Exists(spots, spot => Math.Abs(u - spot.X) < 6 && Math.Abs(v - spot.Y) < 6);
                row.Slice(3 * x, 3).Fill((byte)((isDark != isSpot ? 25 : 230) + random.Next(-6, 7)));
            }
        }

        return frame;
    }
}
