using Edge.Domain.Frames;
using Edge.Vision.Inference;
using Edge.Vision.Preprocessing;

namespace Edge.Tool.Teaching;

/// <summary>Runs a cut backbone on pictures, through the agent's preprocessing. Not thread safe; a runner for each thread.</summary>
internal sealed class BackboneRunner : IDisposable
{
    private readonly GraphRunner _runner;
    private readonly FramePreprocessor _preprocessor;
    private readonly InputSpec _input;
    private readonly float[] _elements;

    /// <summary>Opens the graph.</summary>
    /// <param name="origin">Where it is from, for errors.</param>
    /// <param name="graph">The ONNX file.</param>
    /// <param name="input">What it is fed.</param>
    /// <param name="threads">Threads for one run.</param>
    public BackboneRunner(string origin, byte[] graph, InputSpec input, int threads)
    {
        _runner = GraphRunner.Open(origin, graph, new GraphRunnerOptions { Threads = threads });
        _preprocessor = new FramePreprocessor(input);
        _input = input;
        // Pinned for good: the preprocessor trusts that the padding it wrote stays where it was.
        _elements = GC.AllocateArray<float>(input.ElementCount, pinned: true);
    }

    /// <summary>The input that the latest picture became.</summary>
    public ReadOnlySpan<float> Input => _elements;

    /// <summary>Runs the graph on a picture and hands over its only output, plane after plane; valid during the call.</summary>
    public unsafe void Run(in FrameView frame, ReadOnlySpanAction use)
    {
        fixed (float* input = _elements)
            _preprocessor.Write(frame, (nint)input);
        using GraphRun run = _runner.Run([GraphTensor.Of(_runner.Inputs[0].Name, [1, _input.Channels, _input.Height, _input.Width], _elements)]);
        use(run.Values<float>(run.Names[0]));
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _runner.Dispose();
        _preprocessor.Dispose();
    }

    /// <summary>Takes planes.</summary>
    public delegate void ReadOnlySpanAction(ReadOnlySpan<float> planes);
}
