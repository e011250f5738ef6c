namespace Edge.Domain.Geometry;

/// <summary>Which point of a box stands for its object in zones and at lines.</summary>
public enum BoxAnchor
{
    /// <summary>Middle of the bottom edge: where a person or a car touches the ground. The default.</summary>
    BottomCenter,

    /// <summary>Middle of the box: right for cameras that look straight down.</summary>
    Center,

    /// <summary>Middle of the top edge.</summary>
    TopCenter,

    /// <summary>Middle of the left edge.</summary>
    CenterLeft,

    /// <summary>Middle of the right edge.</summary>
    CenterRight,
}
