using Edge.Agent.Configuration.Stations;
using Edge.Agent.Pipeline;
using Edge.Domain.Detections;
using Edge.Domain.Frames;
using Edge.Domain.Geometry;
using Edge.Domain.Inspection;

namespace Edge.Agent.Station;

/// <summary>
/// Judges the parts of one product:
/// <list type="number">
/// <item>is the picture fit to be judged;</item>
/// <item>what do the model, the golden comparison and the anomaly model find;</item>
/// <item>one list of defects out of what several found;</item>
/// <item>limits: pass, fail, or cannot judge.</item>
/// </list>
/// One thread.
/// </summary>
internal sealed class PartJudge : IDisposable
{
    private readonly ModelFinder? _model;
    private readonly VerdictRules _rules;
    private readonly float _millimetresPerPixel;
    private readonly List<Detection> _detections = [];
    private readonly List<Defect> _defects = [];
    private readonly List<Doubt> _doubts = [];
    private readonly List<string> _reasons = [];

    /// <summary>A judge of <paramref name="product"/>.</summary>
    /// <exception cref="FinderFault">A template or pack cannot be used.</exception>
    public PartJudge(ProductSettings product, PictureSettings picture, ModelSlot models)
    {
        Product = product.Id;
        _model = product.Model ? new ModelFinder(models) : null;
        _millimetresPerPixel = product.PixelsPerMm > 0 ? 1 / product.PixelsPerMm : 0;
        _rules = new VerdictRules(product.Limits.Select(limit => new DefectLimit(
            limit.Class.Length == 0 ? null : limit.Class,
            product.Zones.FirstOrDefault(zone => zone.Id == limit.Zone),
            limit.MaximumCount,
            limit.MaximumSizeMm,
            limit.MinimumScore,
            limit.MinimumSizeMm)));
    }

    /// <summary>The product.</summary>
    public string Product { get; }

    /// <summary>Digests of all that it judges with.</summary>
    public IEnumerable<string> Digests => _model?.Model is { } model ? [model.Digest] : [];

    /// <summary>Takes up a model that was put in force since.</summary>
    /// <returns>Whether there is another one than before.</returns>
    public bool Refresh() => _model?.Refresh() ?? false;

    /// <summary>Judges one part.</summary>
    /// <exception cref="FinderFault">The picture doesn't fit to what it is compared with.</exception>
    public PartFindings Judge(in FrameView frame)
    {
        _defects.Clear();
        _doubts.Clear();
        _reasons.Clear();
        if (_model is not null)
        {
            _model.Find(frame, _detections);
            foreach (Detection found in _detections)
                _defects.Add(new Defect(LabelOf(found), DefectFinder.Model, found.Score, found.Box, SizeOf(found.Box)));
        }

        return new PartFindings(_rules.Judge(_doubts, _reasons, _defects, frame.Size), _model?.Model, null, null);
    }

    /// <summary>Ends a look that takes too long, from another thread.</summary>
    public void Cancel() => _model?.Cancel();

    /// <inheritdoc/>
    public void Dispose() => _model?.Dispose();

    private string LabelOf(in Detection found) => found.ClassId >= 0 && found.ClassId < _model!.Labels.Count ? _model.Labels[found.ClassId] : $"class {found.ClassId}";

    private float? SizeOf(in BoxPx box) => _millimetresPerPixel > 0 ? Math.Max(box.Width, box.Height) * _millimetresPerPixel : null;
}
