#nullable enable

namespace OpenCvSharp;

/// <summary>How lines are drawn.</summary>
public enum LineTypes
{
    /// <summary>8-connected.</summary>
    Link8 = 8,

    /// <summary>4-connected.</summary>
    Link4 = 4,

    /// <summary>Anti-aliased.</summary>
    AntiAlias = 16,
}
