#nullable enable

using System.Runtime.InteropServices;

namespace OpenCvSharp;

/// <summary>A point.</summary>
/// <param name="X">From the left.</param>
/// <param name="Y">From the top.</param>
[StructLayout(LayoutKind.Sequential)]
public record struct Point(int X, int Y)
{
    /// <summary>From the left.</summary>
    public int X = X;

    /// <summary>From the top.</summary>
    public int Y = Y;
}
