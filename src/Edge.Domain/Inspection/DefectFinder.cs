namespace Edge.Domain.Inspection;

/// <summary>What found a defect.</summary>
public enum DefectFinder
{
    /// <summary>The trained detector.</summary>
    Model,

    /// <summary>The comparison with a defect-free template.</summary>
    Golden,

    /// <summary>The anomaly model that was taught with good parts only.</summary>
    Anomaly,
}
