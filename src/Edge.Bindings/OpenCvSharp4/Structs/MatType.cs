#nullable enable

namespace OpenCvSharp;

/// <summary>Depth and channels of a matrix.</summary>
/// <param name="value">OpenCV's number.</param>
public readonly record struct MatType(int value) : IEquatable<int>
{
    private readonly int value = value;

    /// <summary>8-bit unsigned.</summary>
    public const int CV_8U = 0;

    /// <summary>One 8-bit channel.</summary>
    public static readonly MatType CV_8UC1 = CV_8UC(1);

    /// <summary>Three 8-bit channels.</summary>
    public static readonly MatType CV_8UC3 = CV_8UC(3);

    /// <summary>Four 8-bit channels.</summary>
    public static readonly MatType CV_8UC4 = CV_8UC(4);

    /// <summary>OpenCV's number.</summary>
    public int Value => value;

    /// <summary>Depth part.</summary>
    public int Depth => value & 7;

    /// <summary>Channels.</summary>
    public int Channels => (value >> 3) + 1;

    /// <summary>8-bit unsigned of <paramref name="ch"/> channels.</summary>
    public static MatType CV_8UC(int ch) => new(CV_8U + ((ch - 1) << 3));

    /// <inheritdoc/>
    public bool Equals(int other) => value == other;

    /// <summary>OpenCV's number.</summary>
    public static explicit operator int(MatType self) => self.value;

    /// <summary>From OpenCV's number.</summary>
    public static implicit operator MatType(int value) => new(value);
}
