using Microsoft.ML.OnnxRuntime;
using Microsoft.ML.OnnxRuntime.Tensors;

namespace Edge.Vision.Inference;

/// <summary>One output of a binding, read as floats whatever its type is.</summary>
internal sealed unsafe class BoundOutput : IDisposable
{
    private readonly nint _address;
    private readonly TensorElementType _type;
    private int[] _sizes;
    private NativeBuffer? _floats;

    /// <summary>An output that the runtime writes at <paramref name="address"/>, or somewhere of its own when its size is open.</summary>
    public BoundOutput(TensorShape shape, nint address)
    {
        _address = address;
        _type = Enum.Parse<TensorElementType>(shape.Type);
        _sizes = [.. shape.Sizes];
        Name = shape.Name;
        IsOpen = shape.IsOpen;
        if (!IsOpen && NeedsConversion)
            _floats = new NativeBuffer(Count(_sizes) * sizeof(float));
    }

    /// <summary>Its name in the graph.</summary>
    public string Name { get; }

    /// <summary>Whether its size is known only after a run.</summary>
    public bool IsOpen { get; }

    /// <summary>Whether it is of another type than float.</summary>
    public bool NeedsConversion => _type != TensorElementType.Float;

    /// <summary>The elements of a bound output.</summary>
    public OutputTensor Read()
    {
        if (!NeedsConversion)
            return new OutputTensor((float*)_address, _sizes);
        Convert((void*)_address, (float*)_floats!.Address, Count(_sizes));
        return new OutputTensor((float*)_floats.Address, _sizes);
    }

    /// <summary>The elements of an output whose size was open until now.</summary>
    public OutputTensor Copy(OrtValue value)
    {
        OrtTensorTypeAndShapeInfo info = value.GetTensorTypeAndShape();
        if (_sizes.Length != info.Shape.Length)
            _sizes = new int[info.Shape.Length];
        for (int i = 0; i < _sizes.Length; i++)
            _sizes[i] = checked((int)info.Shape[i]);
        long count = Count(_sizes);
        if (_floats is null || _floats.SizeBytes < count * sizeof(float))
        {
            _floats?.Dispose();
            _floats = new NativeBuffer(count * 2 * sizeof(float));
        }

        if (count > 0)
        {
            fixed (byte* data = value.GetTensorMutableRawData())
                Convert(data, (float*)_floats.Address, count);
        }

        return new OutputTensor((float*)_floats.Address, _sizes);
    }

    /// <inheritdoc/>
    public void Dispose() => _floats?.Dispose();

    private static long Count(int[] sizes)
    {
        long count = 1;
        foreach (int size in sizes)
            count *= size;
        return count;
    }

    private void Convert(void* from, float* to, long count)
    {
        switch (_type)
        {
            case TensorElementType.Float:
                Buffer.MemoryCopy(from, to, count * sizeof(float), count * sizeof(float));
                break;
            case TensorElementType.Float16:
                for (long i = 0; i < count; i++)
                    to[i] = (float)((Half*)from)[i];
                break;
            case TensorElementType.Int64:
                for (long i = 0; i < count; i++)
                    to[i] = ((long*)from)[i];
                break;
            case TensorElementType.Int32:
                for (long i = 0; i < count; i++)
                    to[i] = ((int*)from)[i];
                break;
            default:
                for (long i = 0; i < count; i++)
                    to[i] = ((byte*)from)[i];
                break;
        }
    }
}
