using Edge.Domain.Frames;

namespace Edge.Agent.Health;

/// <summary>How the device is.</summary>
/// <param name="At">When this was found.</param>
/// <param name="IsWatching">Every camera is watched by a detector that answers.</param>
/// <param name="IsStuck">Some part hangs.</param>
/// <param name="Parts">Every part, by kind and name.</param>
/// <param name="Restarts">Restarts of parts since the process started.</param>
public sealed record HealthReport(Moment At, bool IsWatching, bool IsStuck, IReadOnlyList<PartVerdict> Parts, long Restarts)
{
    /// <summary>One line for people: <c>watching 2 of 3 cameras; capture of camera 'door': disconnected: …</c>.</summary>
    public string Summary
    {
        get
        {
            var captures = Parts.Where(p => p.Key.Part == HealthPart.Capture).ToList();
            int watched = captures.Count(c => Parts.All(p => p.Key.Name != c.Key.Name || p.Key.Part > HealthPart.Detector || p.State == PartState.Healthy));
            IEnumerable<string> troubles = Parts.Where(p => p.State != PartState.Healthy).Select(p => $"{p.Key}: {p.Reason}");
            return string.Join("; ", troubles.Prepend($"watching {watched} of {captures.Count} cameras"));
        }
    }
}
