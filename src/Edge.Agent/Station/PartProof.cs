using System.Security.Cryptography;
using Edge.Agent.Evidence;
using Edge.Agent.Outbox;
using Edge.Contracts.Messages;
using Edge.Contracts.Topics;
using Edge.Domain.Frames;
using Edge.Domain.Inspection;
using Edge.Vision.Anomaly;

namespace Edge.Agent.Station;

/// <summary>What is kept of a part's picture: the digest of its pixels for the receipt, and an annotated copy of those that did not pass. Used by the judge's thread.</summary>
internal sealed class PartProof : IDisposable
{
    private readonly StationParts _parts;
    private readonly string _station;
    private readonly bool _keepsPictures;
    private readonly EdgeTopics _topics;
    private readonly IncrementalHash _hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);

    public PartProof(StationParts parts, string station, bool keepsPictures)
    {
        _parts = parts;
        _station = station;
        _keepsPictures = keepsPictures;
        _topics = new EdgeTopics(parts.Facts.Site, parts.Facts.Device);
    }

    /// <summary>What messages and receipts say of the picture.</summary>
    public VerdictFrame Describe(Frame frame)
    {
        FrameView view = frame.View;
        for (int y = 0; y < view.Height; y++)
            _hash.AppendData(view.Row(y));
        Span<byte> digest = stackalloc byte[SHA256.HashSizeInBytes];
        _hash.GetHashAndReset(digest);
        return new VerdictFrame(frame.Sequence, frame.Width, frame.Height, frame.CapturedAt.Utc, "sha256:" + Convert.ToHexStringLower(digest));
    }

    /// <summary>Keeps an annotated copy, unless the part passed or none are kept.</summary>
    /// <param name="frame">The picture; the map is drawn over it.</param>
    /// <param name="part">Whose.</param>
    /// <param name="verdict">What is said of it.</param>
    /// <param name="map">Where it is not as good parts are; null where nobody says.</param>
    /// <returns>Where it will lie; null where it is not kept.</returns>
    public VerdictEvidence? Keep(Frame frame, PartCase part, Verdict verdict, AnomalyMap? map)
    {
        if (_parts.Evidence is not { } recorder || !_keepsPictures || verdict.Outcome == Outcome.Pass)
            return null;
        if (map is { IsAnomalous: true })
            HeatMap.Blend(frame.View, map);
        Guid id = part.Trigger.PartId;
        DateTimeOffset at = part.Trigger.At.Utc;
        var what = new SnapshotAnnotations
        {
            CameraId = _station,
            Title = $"part {part.Number} {verdict.Outcome} {(verdict.Reasons.Length > 0 ? verdict.Reasons[0] : "")}".Trim(),
            At = at,
            Boxes = [.. verdict.Defects.Select(defect => new SnapshotBox(defect.Box, defect.Class, defect.Score, true))],
        };
        recorder.Capture(frame.View, what, id, result =>
        {
            if (result.Thumbnail is { } jpeg)
                _ = _parts.Outbox.CommitAsync(new OutboxMessage(Guid.CreateVersion7(at), "stations/" + _station, OutboxKind.Evidence, _topics.Thumbnails(_station), jpeg, at)).AsTask();
        });
        return new VerdictEvidence(EvidenceStore.RelativePath(id, at), Topic: _parts.ThumbnailWidth > 0 ? _topics.Thumbnails(_station) : null);
    }

    /// <inheritdoc/>
    public void Dispose() => _hash.Dispose();
}
