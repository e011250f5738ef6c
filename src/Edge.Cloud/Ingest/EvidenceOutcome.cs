namespace Edge.Cloud.Ingest;

/// <summary>What became of an uploaded picture.</summary>
internal enum EvidenceOutcome
{
    /// <summary>It is kept.</summary>
    Kept,

    /// <summary>It was there already.</summary>
    Known,

    /// <summary>The device's day is full.</summary>
    OverBudget,

    /// <summary>Nobody asked for it: no such alert or verdict, or no examples were wanted.</summary>
    Unasked,
}
