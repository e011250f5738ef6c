#nullable enable

using System.Runtime.InteropServices;

namespace OpenCvSharp;

/// <summary>A rectangle.</summary>
/// <param name="X">Left edge.</param>
/// <param name="Y">Top edge.</param>
/// <param name="Width">Columns.</param>
/// <param name="Height">Rows.</param>
[StructLayout(LayoutKind.Sequential)]
public record struct Rect(int X, int Y, int Width, int Height)
{
    /// <summary>Left edge.</summary>
    public int X = X;

    /// <summary>Top edge.</summary>
    public int Y = Y;

    /// <summary>Columns.</summary>
    public int Width = Width;

    /// <summary>Rows.</summary>
    public int Height = Height;
}
