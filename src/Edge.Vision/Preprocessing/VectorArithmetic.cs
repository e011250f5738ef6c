using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.Arm;
using System.Runtime.Intrinsics.X86;

namespace Edge.Vision.Preprocessing;

/// <summary>Integer operations that both instruction sets have and the portable vector types lack, with a portable spelling of each.</summary>
internal static class VectorArithmetic
{
    /// <summary>Products of 16-bit lanes, neighbours added: a0*b0 + a1*b1, and so on.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<int> MultiplyAddAdjacent(Vector128<short> left, Vector128<short> right)
    {
        if (Sse2.IsSupported)
            return Sse2.MultiplyAddAdjacent(left, right);
        if (AdvSimd.Arm64.IsSupported)
        {
            return AdvSimd.Arm64.AddPairwise(
                AdvSimd.MultiplyWideningLower(left.GetLower(), right.GetLower()),
                AdvSimd.MultiplyWideningUpper(left, right));
        }

        return MultiplyAddAdjacentPortable(left, right);
    }

    /// <summary>The upper 16 bits of the 32-bit products of 16-bit lanes.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<short> MultiplyHigh(Vector128<short> left, Vector128<short> right)
    {
        if (Sse2.IsSupported)
            return Sse2.MultiplyHigh(left, right);
        // It gives the upper half of twice the product; halving that rounds down as well.
        if (AdvSimd.IsSupported)
            return AdvSimd.MultiplyDoublingSaturateHigh(left, right) >> 1;
        return MultiplyHighPortable(left, right);
    }

    /// <summary><see cref="MultiplyAddAdjacent"/> without instructions of one machine.</summary>
    public static Vector128<int> MultiplyAddAdjacentPortable(Vector128<short> left, Vector128<short> right)
    {
        Vector128<int> evens = ((left.AsInt32() << 16) >> 16) * ((right.AsInt32() << 16) >> 16);
        Vector128<int> odds = (left.AsInt32() >> 16) * (right.AsInt32() >> 16);
        return evens + odds;
    }

    /// <summary><see cref="MultiplyHigh"/> without instructions of one machine.</summary>
    public static Vector128<short> MultiplyHighPortable(Vector128<short> left, Vector128<short> right) =>
        Vector128.Narrow(
            (Vector128.WidenLower(left) * Vector128.WidenLower(right)) >> 16,
            (Vector128.WidenUpper(left) * Vector128.WidenUpper(right)) >> 16);
}
