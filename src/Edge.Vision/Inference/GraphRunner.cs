using Microsoft.ML.OnnxRuntime;

namespace Edge.Vision.Inference;

/// <summary>
/// Runs any ONNX graph on the CPU, any inputs, all outputs: for tools that look inside models. Values inside the graph are had by naming
/// them as outputs in the bytes that are opened. The agent's own way to run models is <see cref="VisionModel"/>. Thread safe.
/// </summary>
public sealed class GraphRunner : IDisposable
{
    private readonly InferenceSession _session;
    private readonly string _origin;

    private GraphRunner(InferenceSession session, string origin)
    {
        _session = session;
        _origin = origin;
        Inputs = [.. session.InputNames.Select(name => Shape(name, session.InputMetadata[name]))];
        Outputs = [.. session.OutputNames];
    }

    /// <summary>The graph's inputs; open sizes are -1.</summary>
    public IReadOnlyList<TensorShape> Inputs { get; }

    /// <summary>Names of the graph's outputs.</summary>
    public IReadOnlyList<string> Outputs { get; }

    /// <summary>Opens a graph.</summary>
    /// <param name="origin">Where it is from, for errors.</param>
    /// <param name="bytes">The ONNX file.</param>
    /// <param name="options">How to run it; null is the defaults.</param>
    /// <exception cref="ModelRefusedException">It is damaged, has external data, or the runtime doesn't take it.</exception>
    public static GraphRunner Open(string origin, byte[] bytes, GraphRunnerOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(bytes);
        options ??= new GraphRunnerOptions();
        OnnxFile.Check(new ModelSource(origin, origin, bytes));
        try
        {
            SessionFactory.Runtime();
            using SessionOptions session = SessionOptionsOf(options);
            return new GraphRunner(new InferenceSession(bytes, session), origin);
        }
        catch (Exception e) when (e is OnnxRuntimeException or OverflowException or OutOfMemoryException)
        {
            throw new ModelRefusedException($"model '{origin}' can't be used: {e.Message}", e);
        }
        catch (Exception e) when (e is DllNotFoundException or TypeInitializationException or BadImageFormatException or EntryPointNotFoundException)
        {
            throw new ModelRefusedException($"ONNX Runtime's native library can't be loaded, so no model can be opened: {e.GetBaseException().Message}", e);
        }
    }

    /// <summary>Runs the graph.</summary>
    /// <param name="inputs">A tensor for each input.</param>
    /// <param name="outputs">Names of the outputs that are wanted; null is all.</param>
    /// <returns>What came out; the caller disposes it.</returns>
    /// <exception cref="ModelRefusedException">The runtime failed, for example because an input is missing or of the wrong size.</exception>
    public GraphRun Run(IReadOnlyList<GraphTensor> inputs, IReadOnlyList<string>? outputs = null)
    {
        ArgumentNullException.ThrowIfNull(inputs);
        outputs ??= Outputs;
        List<OrtValue> values = [];
        try
        {
            foreach (GraphTensor input in inputs)
                values.Add(input.Create());
            using RunOptions run = new() { LogSeverityLevel = OrtLoggingLevel.ORT_LOGGING_LEVEL_FATAL };
            return new GraphRun(outputs, _session.Run(run, [.. inputs.Select(input => input.Name)], values, outputs));
        }
        catch (Exception e) when (e is OnnxRuntimeException or KeyNotFoundException or NotSupportedException)
        {
            throw new ModelRefusedException($"model '{_origin}' can't be run: {e.Message}", e);
        }
        finally
        {
            foreach (OrtValue value in values)
                value.Dispose();
        }
    }

    /// <summary>Ends the profile that <see cref="GraphRunnerOptions.ProfilePrefix"/> began.</summary>
    /// <returns>Path of the file, a JSON array of events.</returns>
    public string EndProfile() => _session.EndProfiling();

    /// <summary>Frees the session.</summary>
    public void Dispose() => _session.Dispose();

    private static SessionOptions SessionOptionsOf(GraphRunnerOptions options)
    {
        SessionOptions session = new()
        {
            GraphOptimizationLevel = options.Optimization switch
            {
                GraphOptimization.None => GraphOptimizationLevel.ORT_DISABLE_ALL,
                GraphOptimization.Basic => GraphOptimizationLevel.ORT_ENABLE_BASIC,
                GraphOptimization.Extended => GraphOptimizationLevel.ORT_ENABLE_EXTENDED,
                _ => GraphOptimizationLevel.ORT_ENABLE_ALL,
            },
            ExecutionMode = ExecutionMode.ORT_SEQUENTIAL,
            IntraOpNumThreads = Math.Max(options.Threads, 0),
            LogSeverityLevel = OrtLoggingLevel.ORT_LOGGING_LEVEL_FATAL,
        };
        if (options.OptimizedModelPath is { } path)
            session.OptimizedModelFilePath = path;
        if (options.ProfilePrefix is { } prefix)
        {
            session.ProfileOutputPathPrefix = prefix;
            session.EnableProfiling = true;
        }

        return session;
    }

    private static TensorShape Shape(string name, NodeMetadata metadata) =>
        metadata.IsTensor
            ? new TensorShape(name, metadata.ElementDataType.ToString(), metadata.Dimensions)
            : new TensorShape(name, metadata.OnnxValueType.ToString(), []);
}
