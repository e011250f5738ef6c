using Microsoft.Extensions.Logging;
using Microsoft.ML.OnnxRuntime;

namespace Edge.Vision.Inference;

/// <summary>Opens ONNX Runtime sessions on the best execution provider that works here, and says what didn't.</summary>
internal static class SessionFactory
{
    private static readonly Dictionary<string, string> Known = new(StringComparer.OrdinalIgnoreCase)
    {
        ["tensorrt"] = "TensorrtExecutionProvider",
        ["cuda"] = "CUDAExecutionProvider",
        ["cpu"] = "CPUExecutionProvider",
    };

    /// <summary>A session on the first of the preferred providers that works; each one passed over is logged once, with the reason.</summary>
    /// <exception cref="ModelRefusedException">A provider's name is unknown, or none of them takes the model.</exception>
    public static (InferenceSession Session, string Provider) Open(ModelSource source, ModelOptions options, ILogger logger)
    {
        if (options.Providers.Count == 0)
            throw new ModelRefusedException($"no execution provider is named; allowed: {string.Join(", ", Known.Keys)}");
        foreach (string name in options.Providers)
        {
            if (!Known.ContainsKey(name))
                throw new ModelRefusedException($"execution provider '{name}' is unknown; allowed: {string.Join(", ", Known.Keys)}");
        }

        string[] available = Runtime().GetAvailableProviders();
        string reason = "";
        for (int i = 0; i < options.Providers.Count; i++)
        {
            string name = options.Providers[i];
            InferenceSession? session = null;
            if (!available.Contains(Known[name]))
                reason = $"this build of ONNX Runtime has only {string.Join(", ", available)}";
            else
                session = TryOpen(source, options, [.. options.Providers.Skip(i).Where(next => available.Contains(Known[next]))], out reason);
            if (session is not null)
                return (session, name.ToLowerInvariant());
            if (i + 1 < options.Providers.Count)
                logger.LogInformation("Execution provider {Provider} is not used, next is {Next}: {Reason}", name, options.Providers[i + 1], Gist(reason));
        }

        throw new ModelRefusedException($"model '{source.Origin}' can't be opened by {string.Join(", ", options.Providers)}: {reason}");
    }

    /// <summary>The process's one environment. Its own log would write to standard error, past ours, whenever a provider's library is missing.</summary>
    internal static OrtEnv Runtime()
    {
        if (OrtEnv.IsCreated)
            return OrtEnv.Instance();
        EnvironmentCreationOptions quiet = new() { logId = "edge", logLevel = OrtLoggingLevel.ORT_LOGGING_LEVEL_FATAL };
        try
        {
            return OrtEnv.CreateInstanceWithOptions(ref quiet);
        }
        catch (OnnxRuntimeException) when (OrtEnv.IsCreated)
        {
            // Another thread was first.
            return OrtEnv.Instance();
        }
    }

    private static InferenceSession? TryOpen(ModelSource source, ModelOptions options, IReadOnlyList<string> providers, out string reason)
    {
        try
        {
            using SessionOptions session = new()
            {
                GraphOptimizationLevel = options.OptimiseGraph ? GraphOptimizationLevel.ORT_ENABLE_ALL : GraphOptimizationLevel.ORT_DISABLE_ALL,
                EnableMemoryPattern = true,
                ExecutionMode = ExecutionMode.ORT_SEQUENTIAL,
                IntraOpNumThreads = Math.Max(options.Threads, 0),
                // What matters reaches us as an exception; the rest would go to standard error behind the logger's back.
                LogSeverityLevel = OrtLoggingLevel.ORT_LOGGING_LEVEL_FATAL,
            };
            foreach (string provider in providers)
                Append(session, provider, options);
            reason = "";
            return new InferenceSession(source.Bytes, session);
        }
        catch (Exception e) when (e is OnnxRuntimeException or NotSupportedException or EntryPointNotFoundException)
        {
            reason = e.Message;
            return null;
        }
    }

    private static void Append(SessionOptions session, string provider, ModelOptions options)
    {
        switch (provider.ToLowerInvariant())
        {
            case "tensorrt":
                using (OrtTensorRTProviderOptions tensorRt = new())
                {
                    tensorRt.UpdateOptions(TensorRtOptions(options));
                    session.AppendExecutionProvider_Tensorrt(tensorRt);
                }

                break;
            case "cuda":
                session.AppendExecutionProvider_CUDA();
                break;
            default:
                // The CPU is always there, behind the others.
                break;
        }
    }

    private static Dictionary<string, string> TensorRtOptions(ModelOptions options)
    {
        Dictionary<string, string> values = new() { ["trt_fp16_enable"] = "1" };
        if (options.EngineCachePath is { Length: > 0 } path)
        {
            values["trt_engine_cache_enable"] = "1";
            values["trt_engine_cache_path"] = path;
            values["trt_timing_cache_enable"] = "1";
            values["trt_timing_cache_path"] = path;
        }

        return values;
    }

    // The runtime's message begins with its own source lines; people need what comes after.
    private static string Gist(string reason)
    {
        const string Marker = ": FAIL : ";
        int start = reason.LastIndexOf(Marker, StringComparison.Ordinal);
        string gist = (start < 0 ? reason : reason[(start + Marker.Length)..]).ReplaceLineEndings(" ").Trim();
        return gist.Length <= 160 ? gist : gist[..160] + "…";
    }
}
