using Edge.Contracts.Evidence;

namespace Edge.Cloud.Ingest;

/// <summary>What the tables call a <see cref="PictureKind"/>.</summary>
internal static class EvidenceKinds
{
    /// <summary>The annotated picture of an alert.</summary>
    public const string Alert = "alert";

    /// <summary>The annotated picture of a part.</summary>
    public const string Verdict = "verdict";

    /// <summary>A hard example.</summary>
    public const string Example = "example";

    /// <summary>The word for <paramref name="kind"/>.</summary>
    public static string Of(PictureKind kind) => kind switch { PictureKind.Alert => Alert, PictureKind.Verdict => Verdict, _ => Example };
}
