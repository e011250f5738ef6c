namespace Edge.Domain.Inspection.Interlock;

/// <summary>What a part was presented for; settled when its trigger fires.</summary>
public enum PartPurpose
{
    /// <summary>A part of the line.</summary>
    Production,

    /// <summary>The known good part.</summary>
    GoldenGood,

    /// <summary>The known bad part.</summary>
    GoldenBad,

    /// <summary>The blank.</summary>
    GoldenBlank,
}
