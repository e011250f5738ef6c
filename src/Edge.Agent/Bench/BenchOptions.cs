using Edge.Agent.Capture;

namespace Edge.Agent.Bench;

/// <summary>How much is measured.</summary>
/// <param name="Frames">Frames of the frame path over all rounds, 1 or more.</param>
/// <param name="Rounds">Rounds, 1 or more.</param>
/// <param name="Gate">Whether the motion gate may spare frames the inference.</param>
internal sealed record BenchOptions(int Frames, int Rounds, bool Gate)
{
    /// <summary>A drawn scene without a pace is meant as a recording here; every other source stays as it is.</summary>
    public static string Recorded(string source)
    {
        SourceUri uri = SourceUri.Parse(source);
        if (uri.Kind != SourceKind.Synthetic || uri.Scene == "script" || uri.Target.Contains("pace=", StringComparison.Ordinal))
            return source;
        string scene = uri.Target.Length == 0 ? "street" : uri.Target;
        return $"synthetic:{scene}{(scene.Contains('?', StringComparison.Ordinal) ? '&' : '?')}pace=fast";
    }
}
