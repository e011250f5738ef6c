using Microsoft.ML.OnnxRuntime;
using Microsoft.ML.OnnxRuntime.Tensors;

namespace Edge.Vision.Inference;

/// <summary>
/// One caller's buffers on a shared session: the input and every output whose size is known are bound once,
/// and a run moves nothing and allocates nothing. Not thread safe but for <see cref="Cancel"/>.
/// </summary>
internal sealed unsafe class InferenceBinding : IDisposable
{
    private const long MaximumTensorBytes = 1L << 29;
    private readonly InferenceSession _session;
    private readonly OrtIoBinding _binding;
    private readonly RunOptions _runOptions = new();
    private readonly List<IDisposable> _owned = [];
    private readonly BoundOutput?[] _bound;
    private readonly OutputTensor[] _outputs;
    private readonly bool _hasOpenOutputs;
    private readonly Lock _cancelGate = new();
    private volatile bool _cancelled;
    private bool _disposed;

    /// <summary>Binds <paramref name="input"/> and <paramref name="outputs"/>; outputs with open sizes are left to the runtime and cost an allocation each run.</summary>
    public InferenceBinding(InferenceSession session, TensorShape input, IReadOnlyList<TensorShape> outputs)
    {
        _session = session;
        _binding = session.CreateIoBinding();
        _owned.Add(_binding);
        _owned.Add(_runOptions);
        _runOptions.LogSeverityLevel = OrtLoggingLevel.ORT_LOGGING_LEVEL_FATAL;

        _bound = new BoundOutput[outputs.Count];
        _outputs = new OutputTensor[outputs.Count];
        _hasOpenOutputs = outputs.Any(output => output.IsOpen);
        try
        {
            InputSizeBytes = Bytes(input);
            Input = Bind(input, InputSizeBytes, _binding.BindInput);
            for (int i = 0; i < outputs.Count; i++)
                BindOutput(i, outputs[i]);
        }
        catch
        {
            Dispose();
            throw;
        }
    }

    /// <summary>Where the input's elements go.</summary>
    public nint Input { get; }

    /// <summary>Bytes at <see cref="Input"/>.</summary>
    public long InputSizeBytes { get; }

    /// <summary>Outputs of the latest run, in the model's order.</summary>
    public ReadOnlySpan<OutputTensor> Outputs => _outputs;

    /// <summary>Runs the model on what <see cref="Input"/> holds.</summary>
    /// <exception cref="OperationCanceledException"><see cref="Cancel"/> was called.</exception>
    /// <exception cref="InvalidOperationException">The runtime failed.</exception>
    public void Run()
    {
        try
        {
            if (_hasOpenOutputs)
                LeaveOpenOutputsToTheRuntime();
            _session.RunWithBinding(_runOptions, _binding);
            if (_hasOpenOutputs)
                ReadOpenOutputs();
            for (int i = 0; i < _bound.Length; i++)
            {
                if (_bound[i] is { IsOpen: false, NeedsConversion: true } output)
                    _outputs[i] = output.Read();
            }
        }
        catch (OnnxRuntimeException e) when (_cancelled)
        {
            throw new OperationCanceledException("the inference was cancelled", e);
        }
        catch (OnnxRuntimeException e)
        {
            throw new InvalidOperationException($"the inference failed: {e.Message}", e);
        }
    }

    /// <summary>Stops the run in progress, and every later one, as soon as the runtime gets to its next operator. Thread safe.</summary>
    public void Cancel()
    {
        lock (_cancelGate)
        {
            _cancelled = true;
            if (!_disposed)
                _runOptions.Terminate = true;
        }
    }

    /// <summary>Frees the buffers; no run may be in progress.</summary>
    public void Dispose()
    {
        lock (_cancelGate)
        {
            if (_disposed)
                return;
            _disposed = true;
        }

        foreach (IDisposable owned in _owned)
            owned.Dispose();
        foreach (BoundOutput? output in _bound)
            output?.Dispose();
    }

    /// <summary>Bytes of an element of a type that bindings can hold; 0 for one that they can't.</summary>
    public static int ElementSize(string type) => type switch
    {
        nameof(TensorElementType.Float) or nameof(TensorElementType.Int32) => 4,
        nameof(TensorElementType.Float16) => 2,
        nameof(TensorElementType.UInt8) => 1,
        nameof(TensorElementType.Int64) => 8,
        _ => 0,
    };

    private static long Bytes(TensorShape shape)
    {
        long bytes = ElementSize(shape.Type);
        foreach (int size in shape.Sizes)
        {
            bytes *= size;
            if (bytes is < 0 or > MaximumTensorBytes)
                throw new ModelRefusedException($"tensor {shape} is too large; allowed: {MaximumTensorBytes} bytes");
        }

        return bytes;
    }

    private void BindOutput(int index, TensorShape output)
    {
        if (output.IsOpen)
        {
            // Bound here too, because the runtime gives the values in the order in which they were first bound.
            _binding.BindOutputToDevice(output.Name, OrtMemoryInfo.DefaultInstance);
            _bound[index] = new BoundOutput(output, 0);
            return;
        }

        BoundOutput bound = new(output, Bind(output, Bytes(output), _binding.BindOutput));
        _bound[index] = bound;
        _outputs[index] = bound.Read();
    }

    private nint Bind(TensorShape shape, long sizeBytes, Action<string, OrtValue> bind)
    {
        NativeBuffer buffer = new(sizeBytes);
        _owned.Add(buffer);
        OrtValue value = OrtValue.CreateTensorValueWithData(
            OrtMemoryInfo.DefaultInstance,
            Enum.Parse<TensorElementType>(shape.Type),
            [.. shape.Sizes.Select(size => (long)size)],
            buffer.Address,
            sizeBytes);
        _owned.Insert(0, value);
        bind(shape.Name, value);
        return buffer.Address;
    }

    // Again before each run: the binding keeps what a run put there, and the next one would have to have the same size.
    private void LeaveOpenOutputsToTheRuntime()
    {
        foreach (BoundOutput? output in _bound)
        {
            if (output is { IsOpen: true })
                _binding.BindOutputToDevice(output.Name, OrtMemoryInfo.DefaultInstance);
        }
    }

    private void ReadOpenOutputs()
    {
        using IDisposableReadOnlyCollection<OrtValue> values = _binding.GetOutputValues();
        for (int i = 0; i < _bound.Length; i++)
        {
            if (_bound[i] is { IsOpen: true } output)
                _outputs[i] = output.Copy(values.ElementAt(i));
        }
    }
}
