using System.Runtime.Intrinsics;

namespace Edge.Vision.Preprocessing;

/// <summary>Turns one row of byte planes into elements of the input tensor, while the bytes are still in the nearest cache.</summary>
internal static unsafe class TensorRow
{
    /// <summary>Writes <paramref name="count"/> elements: pixel * scale + bias.</summary>
    public static void WriteFloats(byte* pixels, float* elements, int count, float scale, float bias)
    {
        int x = 0;
        if (Vector256.IsHardwareAccelerated)
        {
            Vector256<float> scales = Vector256.Create(scale);
            Vector256<float> biases = Vector256.Create(bias);
            for (; x <= count - 16; x += 16)
            {
                Vector256<ushort> wide = Vector256.WidenLower(Vector128.Load(pixels + x).ToVector256Unsafe());
                Vector256<float> lower = Vector256.ConvertToSingle(Vector256.WidenLower(wide).AsInt32());
                Vector256<float> upper = Vector256.ConvertToSingle(Vector256.WidenUpper(wide).AsInt32());
                Vector256.MultiplyAddEstimate(lower, scales, biases).Store(elements + x);
                Vector256.MultiplyAddEstimate(upper, scales, biases).Store(elements + x + 8);
            }
        }
        else if (Vector128.IsHardwareAccelerated)
        {
            Vector128<float> scales = Vector128.Create(scale);
            Vector128<float> biases = Vector128.Create(bias);
            for (; x <= count - 8; x += 8)
            {
                Vector128<ushort> wide = Vector128.WidenLower(Vector128.CreateScalarUnsafe(*(ulong*)(pixels + x)).AsByte());
                Vector128<float> lower = Vector128.ConvertToSingle(Vector128.WidenLower(wide).AsInt32());
                Vector128<float> upper = Vector128.ConvertToSingle(Vector128.WidenUpper(wide).AsInt32());
                Vector128.MultiplyAddEstimate(lower, scales, biases).Store(elements + x);
                Vector128.MultiplyAddEstimate(upper, scales, biases).Store(elements + x + 4);
            }
        }

        for (; x < count; x++)
            elements[x] = (pixels[x] * scale) + bias;
    }

    /// <summary>Writes every <paramref name="step"/>th element from a table of 256, one for each pixel value.</summary>
    public static void WriteMapped<T>(byte* pixels, T* elements, int count, int step, ReadOnlySpan<T> map)
        where T : unmanaged
    {
        for (int x = 0; x < count; x++)
            elements[x * step] = map[pixels[x]];
    }
}
