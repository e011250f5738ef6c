using Edge.Agent.Configuration.Stations;
using Edge.Agent.Pipeline;
using Edge.Domain.Detections;
using Edge.Domain.Frames;
using Edge.Domain.Geometry;
using Edge.Domain.Inspection;
using Edge.Vision.Anomaly;
using Edge.Vision.Anomaly.Golden;
using Edge.Vision.Inference;

namespace Edge.Agent.Station;

/// <summary>
/// Judges the parts of one product:
/// <list type="number">
/// <item>is the picture fit to be judged, and where is the part;</item>
/// <item>what do the golden comparison, the model and the anomaly model find;</item>
/// <item>one list of defects out of what several found;</item>
/// <item>limits: pass, fail, or cannot judge.</item>
/// </list>
/// One thread, but for <see cref="Cancel"/>.
/// </summary>
internal sealed class PartJudge : IDisposable
{
    private readonly ProductSettings _product;
    private readonly PictureLimits _limits;
    private readonly VerdictRules _rules;
    private readonly GoldenFinder? _golden;
    private readonly ModelFinder? _model;
    private readonly AnomalyFinder? _anomaly;
    private readonly Func<BoxPx, float?> _sizeOf;
    private readonly List<Detection> _detections = [];
    private readonly List<Defect> _finds = [];
    private readonly List<Defect> _defects = [];
    private readonly List<Doubt> _doubts = [];
    private readonly List<string> _reasons = [];
    private PictureConditionMeter? _meter;
    private DefectFusion _fusion;

    private PartJudge(ProductSettings product, PictureSettings picture, ModelSlot models, PatchModel? anomaly)
    {
        _product = product;
        _limits = picture.ToLimits();
        _sizeOf = SizeOf;
        _rules = new VerdictRules(product.Limits.Select(limit => new DefectLimit(
            limit.Class.Length == 0 ? null : limit.Class,
            product.Zones.FirstOrDefault(zone => zone.Id == limit.Zone),
            limit.MaximumCount,
            limit.MaximumSizeMm,
            limit.MinimumScore,
            limit.MinimumSizeMm)));
        BoxNorm[] ignored = [.. product.Zones.Where(zone => product.Golden.Ignore.Contains(zone.Id)).Select(zone => zone.Area.Bounds)];
        _golden = product.Templates.Count > 0 ? new GoldenFinder(product.Templates, product.Golden.Options(ignored)) : null;
        _model = product.Model ? new ModelFinder(models) : null;
        _anomaly = anomaly is null ? null : new AnomalyFinder(anomaly);
        _fusion = new DefectFusion(product.Golden.Fusion(modelScore: 1));
    }

    /// <summary>The product.</summary>
    public string Product => _product.Id;

    /// <summary>Whether the model in force takes part.</summary>
    public bool UsesModel => _model is not null;

    /// <summary>Digests of what it judges with besides.</summary>
    public IEnumerable<string> Digests => [.. _golden?.Digests ?? [], .. _anomaly is { } anomaly ? [anomaly.Model.Digest] : Array.Empty<string>()];

    /// <summary>A judge of <paramref name="product"/>, ready.</summary>
    /// <param name="product">The product.</param>
    /// <param name="picture">What its pictures must be.</param>
    /// <param name="models">The model in force.</param>
    /// <param name="openAnomaly">Opens an anomaly pack, safely.</param>
    /// <exception cref="FinderFault">A template or pack cannot be used.</exception>
    public static async Task<PartJudge> OpenAsync(ProductSettings product, PictureSettings picture, ModelSlot models, Func<string, Task<PatchModel>> openAnomaly)
    {
        PatchModel? anomaly = null;
        try
        {
            if (product.AnomalyPack.Length > 0)
                anomaly = await openAnomaly(product.AnomalyPack);
            var judge = new PartJudge(product, picture, models, anomaly);
            judge.Refresh();
            return judge;
        }
        catch (ModelRefusedException e)
        {
            anomaly?.Dispose();
            throw new FinderFault(e.Message, e);
        }
        catch
        {
            anomaly?.Dispose();
            throw;
        }
    }

    /// <summary>Takes up a model that was put in force since.</summary>
    /// <returns>Whether there is another one than before.</returns>
    public bool Refresh() =>
        _model is not null && _model.Refresh(score => (_fusion = new DefectFusion(_product.Golden.Fusion(score))).LeastModelScore, isCompared: _golden is not null);

    /// <summary>Judges one part.</summary>
    /// <exception cref="FinderFault">The picture doesn't fit to what it is compared with.</exception>
    public PartFindings Judge(in FrameView frame)
    {
        Clear();
        PictureMeasure measure = MeterFor(frame.Size).Measure(frame);
        if (_golden is not null)
        {
            GoldenResult place = _golden.Find(frame, _finds, _sizeOf);
            _limits.Judge(measure, _golden.Good, new PartPlacement(place.IsRegistered, place.Agreement, place.Coverage, place.Transform), _doubts, _reasons);
        }
        else
        {
            _limits.Judge(measure, null, null, _doubts, _reasons);
        }

        // What cannot be seen well is not searched for defects: what would be found says nothing.
        if (_doubts.Count == 0)
            Find(frame);
        return new PartFindings(_rules.Judge(_doubts, _reasons, _defects, frame.Size), _model?.Model, _golden?.Template, _anomaly?.Model) { Map = _doubts.Count == 0 ? _anomaly?.Map : null };
    }

    /// <summary>Ends a look that takes too long, from another thread.</summary>
    public void Cancel()
    {
        _model?.Cancel();
        _anomaly?.Cancel();
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _model?.Dispose();
        _anomaly?.Dispose();
    }

    private void Find(in FrameView frame)
    {
        if (_model is not null)
        {
            _model.Find(frame, _detections);
            foreach (Detection found in _detections)
                _finds.Add(new Defect(_model.LabelOf(found), DefectFinder.Model, found.Score, found.Box, SizeOf(found.Box)));
        }

        _anomaly?.Find(frame, _finds, _sizeOf);
        _fusion.Fuse(_finds, _golden?.DifferenceWithin, _defects);
    }

    private void Clear()
    {
        _finds.Clear();
        _defects.Clear();
        _doubts.Clear();
        _reasons.Clear();
    }

    private PictureConditionMeter MeterFor(SizePx size) => _meter is { } meter && meter.Size == size ? meter : _meter = new PictureConditionMeter(size);

    private float? SizeOf(BoxPx box) => _product.PixelsPerMm > 0 ? Math.Max(box.Width, box.Height) / _product.PixelsPerMm : null;
}
