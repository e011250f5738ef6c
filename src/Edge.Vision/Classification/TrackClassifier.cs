using System.Runtime.InteropServices;
using Edge.Domain.Frames;
using Edge.Domain.Geometry;
using Edge.Domain.Tracks;

namespace Edge.Vision.Classification;

/// <summary>
/// Gives one camera's tracks their kinds: asks the policy which of them to look at, classifies those in batches, remembers the answers
/// as long as the tracks live. Allocates only while it grows. Not thread safe; owns its classifier.
/// </summary>
public sealed class TrackClassifier : IDisposable
{
    private readonly CropClassifier _classifier;
    private readonly ClassifyPolicy _policy;
    private readonly Dictionary<long, ClassifiedTrack> _known = [];
    private readonly HashSet<long> _present = [];
    private readonly List<int> _chosen = [];
    private readonly List<BoxPx> _boxes = [];
    private readonly List<CropClass> _results = [];

    /// <summary>With a classifier that it disposes, and a policy.</summary>
    public TrackClassifier(CropClassifier classifier, ClassifyPolicy? policy = null)
    {
        ArgumentNullException.ThrowIfNull(classifier);
        _classifier = classifier;
        _policy = policy ?? new ClassifyPolicy();
    }

    /// <summary>Names of the kinds, by <see cref="Track.KindId"/>.</summary>
    public IReadOnlyList<string> Labels => _classifier.Labels;

    /// <summary>Crops classified so far.</summary>
    public long Crops { get; private set; }

    /// <summary>Sets <see cref="Track.KindId"/> and <see cref="Track.KindScore"/> of every track for which something is known.</summary>
    /// <param name="frame">The frame that the tracks were just updated from.</param>
    /// <param name="tracks">All live tracks; changed in place.</param>
    /// <param name="now">Monotonic time of the frame.</param>
    public void Update(in FrameView frame, Span<Track> tracks, TimeSpan now)
    {
        Choose(tracks, now);
        if (_chosen.Count > 0)
        {
            CollectionsMarshal.SetCount(_results, _chosen.Count);
            _classifier.Classify(frame, CollectionsMarshal.AsSpan(_boxes), CollectionsMarshal.AsSpan(_results));
            Crops += _chosen.Count;
            for (int i = 0; i < _chosen.Count; i++)
                Remember(tracks[_chosen[i]], _results[i], now);
        }

        foreach (ref Track track in tracks)
        {
            if (_known.TryGetValue(track.Id, out ClassifiedTrack known))
                track = track with { KindId = known.Result.ClassId, KindScore = known.Result.Score };
        }
    }

    /// <summary>Frees the classifier.</summary>
    public void Dispose() => _classifier.Dispose();

    private void Choose(ReadOnlySpan<Track> tracks, TimeSpan now)
    {
        _chosen.Clear();
        _boxes.Clear();
        _present.Clear();
        for (int i = 0; i < tracks.Length; i++)
        {
            _present.Add(tracks[i].Id);
            ClassifiedTrack? last = _known.TryGetValue(tracks[i].Id, out ClassifiedTrack known) ? known : null;
            if (!_policy.ShouldClassify(tracks[i], last, now))
                continue;
            _chosen.Add(i);
            _boxes.Add(tracks[i].Box);
        }

        foreach (long id in _known.Keys)
        {
            if (!_present.Contains(id))
                _known.Remove(id);
        }
    }

    private void Remember(in Track track, in CropClass result, TimeSpan now)
    {
        CropClass before = _known.TryGetValue(track.Id, out ClassifiedTrack known) ? known.Result : CropClass.None;
        _known[track.Id] = new ClassifiedTrack(now, track.Box.Area, _policy.Merge(before, result));
    }
}
