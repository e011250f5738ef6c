namespace Edge.Vision.Anomaly.Golden;

/// <summary>To which side a picture differs from its template. Whether that is missing or additional material depends on which of the two is dark.</summary>
public enum DifferenceSign
{
    /// <summary>Darker than the template: additional material where material is dark.</summary>
    Darker,

    /// <summary>Brighter than the template: missing material where material is dark.</summary>
    Brighter,
}
