namespace Edge.Agent.Capture.Synthetic;

/// <summary>What a <see cref="Shape"/> is.</summary>
internal enum ShapeKind
{
    /// <summary>Centre (X0, Y0), radii R0 across and R1 down.</summary>
    Ellipse,

    /// <summary>Two circles, (X0, Y0) of R0 and (X1, Y1) of R1, and everything between them.</summary>
    Capsule,

    /// <summary>A convex polygon of four corners, clockwise on the screen.</summary>
    Quad,

    /// <summary>Left top (X0, Y0), right bottom (X1, Y1), corner radius R0.</summary>
    RoundedBox,
}
