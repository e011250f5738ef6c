using Edge.Contracts.Messages;
using Edge.Domain.Frames;
using Edge.Domain.Geometry;
using Edge.Domain.Inspection;
using Edge.Vision.Anomaly;

namespace Edge.Agent.Station;

/// <summary>What good parts don't look like, by a model that was taught with good parts only. One thread; owns its model.</summary>
internal sealed class AnomalyFinder : IDisposable
{
    private readonly PatchModel _model;
    private readonly PatchDetector _detector;
    private readonly List<AnomalyRegion> _regions = [];

    public AnomalyFinder(PatchModel model)
    {
        _model = model;
        _detector = model.CreateDetector();
        Model = new AlertModel(model.Definition.Name, model.Definition.Version, "sha256:" + model.Digest);
    }

    /// <summary>Which model.</summary>
    public AlertModel Model { get; }

    /// <summary>How far each patch of the last picture is from good ones.</summary>
    public AnomalyMap Map { get; } = new();

    /// <summary>Adds what is not as in good parts.</summary>
    public void Find(in FrameView frame, List<Defect> into, Func<BoxPx, float?> sizeOf)
    {
        _detector.Judge(frame, Map);
        Map.FindRegions(_regions);
        foreach (AnomalyRegion region in _regions)
            into.Add(new Defect(Defect.UnknownClass, DefectFinder.Anomaly, region.Confidence, region.Box.ClipTo(frame.Size), sizeOf(region.Box)));
    }

    /// <summary>Ends a look that takes too long, from another thread.</summary>
    public void Cancel() => _detector.Cancel();

    /// <inheritdoc/>
    public void Dispose()
    {
        _detector.Dispose();
        _model.Dispose();
    }
}
