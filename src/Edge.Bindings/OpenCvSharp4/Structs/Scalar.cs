#nullable enable

using System.Runtime.InteropServices;

namespace OpenCvSharp;

/// <summary>Up to four numbers: a colour, blue first.</summary>
/// <param name="Val0">First, blue.</param>
/// <param name="Val1">Second, green.</param>
/// <param name="Val2">Third, red.</param>
/// <param name="Val3">Fourth.</param>
[StructLayout(LayoutKind.Sequential)]
public record struct Scalar(double Val0, double Val1, double Val2, double Val3)
{
    /// <summary>First, blue.</summary>
    public double Val0 = Val0;

    /// <summary>Second, green.</summary>
    public double Val1 = Val1;

    /// <summary>Third, red.</summary>
    public double Val2 = Val2;

    /// <summary>Fourth.</summary>
    public double Val3 = Val3;

    /// <summary>Three numbers, the fourth 0.</summary>
    public Scalar(double val0, double val1, double val2)
        : this(val0, val1, val2, 0)
    {
    }

    /// <summary>The same number four times.</summary>
    public static Scalar All(double v) => new(v, v, v, v);
}
