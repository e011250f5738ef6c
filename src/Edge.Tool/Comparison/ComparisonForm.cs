namespace Edge.Tool.Comparison;

/// <summary>How a comparison is written.</summary>
internal enum ComparisonForm
{
    /// <summary>A table for a terminal.</summary>
    Table,

    /// <summary>A table for a model card.</summary>
    Markdown,

    /// <summary>One JSON object.</summary>
    Json,
}
