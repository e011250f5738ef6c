using Edge.Agent.Capture.Synthetic;
using Edge.Domain.Tracks;

namespace Edge.EndToEnd.Tests;

/// <summary>
/// Counts what a tracker gets wrong, as the CLEAR MOT measures do (Bernardin and Stiefelhagen, 2008): an object keeps the track
/// it had while they overlap; where it gets another one, its identity changed. Objects that can hardly be seen count for nothing.
/// </summary>
internal sealed class IdentityLedger
{
    private const float LeastOverlap = 0.4f;
    private const float LeastVisible = 0.35f;

    private readonly Dictionary<long, long> _trackOf = [];

    /// <summary>Objects that ever had a track.</summary>
    public int Objects => _trackOf.Count;

    /// <summary>Objects times frames in which they could be seen.</summary>
    public int Sightings { get; private set; }

    /// <summary>Sightings without a confirmed track.</summary>
    public int Missed { get; private set; }

    /// <summary>Times that an object got another track than its last one.</summary>
    public int Switches { get; private set; }

    /// <summary>Takes one frame.</summary>
    public void Add(IReadOnlyList<SceneTruth> truths, IReadOnlyList<Track> tracks)
    {
        List<Track> free = [.. tracks.Where(track => track.State == TrackState.Confirmed)];
        List<SceneTruth> alone = [];
        foreach (SceneTruth truth in truths)
        {
            int kept = _trackOf.TryGetValue(truth.Id, out long id) ? free.FindIndex(track => track.Id == id && track.Box.Iou(truth.Box) > LeastOverlap) : -1;
            if (kept >= 0)
            {
                free.RemoveAt(kept);
                Sightings++;
            }
            else if (truth.Visible >= LeastVisible)
            {
                alone.Add(truth);
            }
        }

        foreach (SceneTruth truth in alone)
        {
            Sightings++;
            Track best = free.OrderByDescending(track => track.Box.Iou(truth.Box)).FirstOrDefault();
            if (best.Id == 0 || best.Box.Iou(truth.Box) <= LeastOverlap)
            {
                Missed++;
                continue;
            }

            free.Remove(best);
            if (_trackOf.TryGetValue(truth.Id, out long before) && before != best.Id)
                Switches++;
            _trackOf[truth.Id] = best.Id;
        }
    }
}
