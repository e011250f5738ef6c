using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.Arm;
using System.Runtime.Intrinsics.X86;

namespace Edge.Vision.Anomaly;

/// <summary>x64 since 2021: 32 products of bytes an instruction. One side must be unsigned, and so the memory is moved up by 128.</summary>
internal readonly unsafe struct ByteDotX64 : IPatchDot<Vector256<int>>
{
    public static bool IsSupported => AvxVnni.IsSupported;

    public static int FeaturesPerUnit => 4;

    public static int Offset => 128;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static uint Pack(sbyte* features, int offset) =>
        (byte)(features[0] + offset) | ((uint)(byte)(features[1] + offset) << 8) | ((uint)(byte)(features[2] + offset) << 16) | ((uint)(byte)(features[3] + offset) << 24);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<int> MultiplyAdd(Vector256<int> sum, Vector256<int> patches, Vector256<int> query) =>
        AvxVnni.MultiplyWideningAndAdd(sum, patches.AsByte(), query.AsSByte());

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<int> ToIntegers(Vector256<int> sum) => sum;
}

/// <summary>x64 since 2013: 16 products of 16-bit integers an instruction.</summary>
internal readonly unsafe struct ShortDotX64 : IPatchDot<Vector256<int>>
{
    public static bool IsSupported => Avx2.IsSupported;

    public static int FeaturesPerUnit => 2;

    public static int Offset => 0;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static uint Pack(sbyte* features, int offset) => (ushort)(features[0] + offset) | ((uint)(ushort)(features[1] + offset) << 16);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<int> MultiplyAdd(Vector256<int> sum, Vector256<int> patches, Vector256<int> query) =>
        sum + Avx2.MultiplyAddAdjacent(patches.AsInt16(), query.AsInt16());

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<int> ToIntegers(Vector256<int> sum) => sum;
}

/// <summary>ARM since Cortex-A55 and A76 (Raspberry Pi 5, Jetson Orin): 16 products of bytes an instruction.</summary>
internal readonly unsafe struct ByteDotArm : IPatchDot<Vector128<int>>
{
    public static bool IsSupported => Dp.IsSupported;

    public static int FeaturesPerUnit => 4;

    public static int Offset => 0;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static uint Pack(sbyte* features, int offset) => ByteDotX64.Pack(features, offset);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<int> MultiplyAdd(Vector128<int> sum, Vector128<int> patches, Vector128<int> query) =>
        Dp.DotProduct(sum, patches.AsSByte(), query.AsSByte());

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<int> ToIntegers(Vector128<int> sum) => sum;
}

/// <summary>Every processor: four products of floats an instruction. Sums stay below 2^24, where floats are exact.</summary>
internal readonly unsafe struct FloatDot : IPatchDot<Vector128<int>>
{
    public static bool IsSupported => true;

    public static int FeaturesPerUnit => 1;

    public static int Offset => 0;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static uint Pack(sbyte* features, int offset) => BitConverter.SingleToUInt32Bits(features[0] + offset);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<int> MultiplyAdd(Vector128<int> sum, Vector128<int> patches, Vector128<int> query) =>
        Vector128.MultiplyAddEstimate(patches.AsSingle(), query.AsSingle(), sum.AsSingle()).AsInt32();

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<int> ToIntegers(Vector128<int> sum) => Vector128.ConvertToInt32(sum.AsSingle());
}
