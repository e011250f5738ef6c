using System.Runtime.InteropServices;
using Edge.Vision.Inference;
using Google.Protobuf;

namespace Edge.Tool.Onnx;

/// <summary>Tensors of a file as arrays and back. A file may hold values as raw bytes or as typed lists; what is written is raw.</summary>
internal static class TensorValues
{
    /// <summary>Number of elements; 1 for a scalar.</summary>
    /// <exception cref="ModelRefusedException">A size is negative, or the product too large.</exception>
    public static int Count(this TensorProto tensor)
    {
        long count = 1;
        foreach (long size in tensor.Dims)
        {
            if (size < 0 || (count *= size) > int.MaxValue)
                throw new ModelRefusedException($"tensor '{tensor.Name}' has sizes {string.Join('x', tensor.Dims)}; allowed: at most {int.MaxValue} elements");
        }

        return (int)count;
    }

    /// <summary>Whether the elements are 32-bit, 16-bit or 64-bit floating point.</summary>
    public static bool IsFloat(this TensorProto tensor) =>
        (TensorProto.Types.DataType)tensor.DataType is TensorProto.Types.DataType.Float or TensorProto.Types.DataType.Float16 or TensorProto.Types.DataType.Double;

    /// <summary>The elements, floating point of any width.</summary>
    /// <exception cref="ModelRefusedException">They are no floats, or fewer or more than the sizes say.</exception>
    public static float[] Floats(this TensorProto tensor, string origin)
    {
        float[] values = (TensorProto.Types.DataType)tensor.DataType switch
        {
            TensorProto.Types.DataType.Float => tensor.RawData.Length > 0 ? Raw<float>(tensor, origin) : [.. tensor.FloatData],
            TensorProto.Types.DataType.Double => [.. (tensor.RawData.Length > 0 ? Raw<double>(tensor, origin) : [.. tensor.DoubleData]).Select(value => (float)value)],
            TensorProto.Types.DataType.Float16 => tensor.RawData.Length > 0
                ? [.. Raw<Half>(tensor, origin).Select(value => (float)value)]
                : [.. tensor.Int32Data.Select(bits => (float)BitConverter.UInt16BitsToHalf((ushort)bits))],
            _ => throw Refuse(tensor, origin, "floating point"),
        };
        return Checked(tensor, origin, values);
    }

    /// <summary>The elements, integers or booleans of any width.</summary>
    /// <exception cref="ModelRefusedException">They are no integers, or fewer or more than the sizes say.</exception>
    public static long[] Integers(this TensorProto tensor, string origin)
    {
        bool isRaw = tensor.RawData.Length > 0;
        long[] values = (TensorProto.Types.DataType)tensor.DataType switch
        {
            TensorProto.Types.DataType.Int64 => isRaw ? Raw<long>(tensor, origin) : [.. tensor.Int64Data],
            TensorProto.Types.DataType.Int32 when isRaw => [.. Raw<int>(tensor, origin).Select(value => (long)value)],
            TensorProto.Types.DataType.Int8 when isRaw => [.. Raw<sbyte>(tensor, origin).Select(value => (long)value)],
            TensorProto.Types.DataType.Uint8 or TensorProto.Types.DataType.Bool when isRaw => [.. Raw<byte>(tensor, origin).Select(value => (long)value)],
            TensorProto.Types.DataType.Int32 or TensorProto.Types.DataType.Int8 or TensorProto.Types.DataType.Uint8 or TensorProto.Types.DataType.Bool =>
                [.. tensor.Int32Data.Select(value => (long)value)],
            _ => throw Refuse(tensor, origin, "an integer"),
        };
        return Checked(tensor, origin, values);
    }

    /// <summary>A tensor of floats.</summary>
    public static TensorProto Of(string name, ReadOnlySpan<float> values, params ReadOnlySpan<long> sizes) => Of(name, TensorProto.Types.DataType.Float, values, sizes);

    /// <summary>A tensor of 64-bit integers.</summary>
    public static TensorProto Of(string name, ReadOnlySpan<long> values, params ReadOnlySpan<long> sizes) => Of(name, TensorProto.Types.DataType.Int64, values, sizes);

    /// <summary>A tensor of 32-bit integers.</summary>
    public static TensorProto Of(string name, ReadOnlySpan<int> values, params ReadOnlySpan<long> sizes) => Of(name, TensorProto.Types.DataType.Int32, values, sizes);

    /// <summary>A tensor of signed bytes.</summary>
    public static TensorProto Of(string name, ReadOnlySpan<sbyte> values, params ReadOnlySpan<long> sizes) => Of(name, TensorProto.Types.DataType.Int8, values, sizes);

    /// <summary>A tensor of bytes.</summary>
    public static TensorProto Of(string name, ReadOnlySpan<byte> values, params ReadOnlySpan<long> sizes) => Of(name, TensorProto.Types.DataType.Uint8, values, sizes);

    private static TensorProto Of<T>(string name, TensorProto.Types.DataType type, ReadOnlySpan<T> values, ReadOnlySpan<long> sizes)
        where T : unmanaged
    {
        TensorProto tensor = new() { Name = name, DataType = (int)type, RawData = ByteString.CopyFrom(MemoryMarshal.AsBytes(values)) };
        foreach (long size in sizes)
            tensor.Dims.Add(size);
        return tensor.Count() == values.Length
            ? tensor
            : throw new ArgumentException($"tensor '{name}' of {string.Join('x', tensor.Dims)} can't hold {values.Length} values", nameof(values));
    }

    private static T[] Raw<T>(TensorProto tensor, string origin)
        where T : unmanaged
    {
        ReadOnlySpan<byte> bytes = tensor.RawData.Span;
        if (bytes.Length % Marshal.SizeOf<T>() != 0)
            throw new ModelRefusedException($"model '{origin}': tensor '{tensor.Name}' has {bytes.Length} bytes, no whole number of elements");
        return MemoryMarshal.Cast<byte, T>(bytes).ToArray();
    }

    private static T[] Checked<T>(TensorProto tensor, string origin, T[] values) => values.Length == tensor.Count()
        ? values
        : throw new ModelRefusedException($"model '{origin}': tensor '{tensor.Name}' of {string.Join('x', tensor.Dims)} has {values.Length} values");

    private static ModelRefusedException Refuse(TensorProto tensor, string origin, string wanted) =>
        new($"model '{origin}': tensor '{tensor.Name}' has elements of type {(TensorProto.Types.DataType)tensor.DataType}, {wanted} type is needed");
}
