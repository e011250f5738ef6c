using Edge.Agent.Configuration.Stations;
using Edge.Contracts.Messages;
using Edge.Domain.Inspection.Line;
using static Edge.Agent.Configuration.Description.SettingTypes;

namespace Edge.Agent.Configuration.Description;

/// <summary>The settings of one inspection station.</summary>
internal static class StationTable
{
    private static readonly DurationType UpToAMinute = new(TimeSpan.Zero, TimeSpan.FromMinutes(1));
    private static readonly DurationType Moments = new(TimeSpan.FromMilliseconds(1), TimeSpan.FromMinutes(1));
    private static readonly TextType Reference = new("an id", "^[A-Za-z0-9_-]{0,64}$", 64);
    private static readonly NumberType<float> Grey = new(0, 255, "grey levels");
    private static readonly NumberType<float> EdgePx = new(0.1f, 100, "pixels");
    private static readonly NumberType<float> Millimetres = new(0, 10_000, "millimetres");

    public static readonly ObjectType<TriggerSettings> Trigger = new(new TriggerSettings(), "What tells that a part is there, and when its picture is taken.")
    {
        { "kind", Choice<VerdictTriggerKind>(), s => s.Kind, (s, v) => s with { Kind = v }, "`gpio`: an edge on `line`. `command`: the MQTT command `station-trigger`. `interval`: every so often. `encoder`: so many counts from part to part. `file`: a picture that arrives in `folder`; the station then needs no camera." },
        { "line", LineTable.Input, s => s.Line, (s, v) => s with { Line = v }, "The sensor, for `gpio`." },
        { "every", Duration(TimeSpan.FromMilliseconds(10), TimeSpan.FromHours(1)), s => s.Every, (s, v) => s with { Every = v }, "Time from part to part, for `interval`." },
        { "counts", new NumberType<int>(1, 100_000_000, "counts"), s => s.Counts, (s, v) => s with { Counts = v }, "From part to part, for `encoder`; the encoder is `reject.encoder`." },
        { "folder", SettingTypes.Path, s => s.Folder, (s, v) => s with { Folder = v }, "Where pictures arrive, for `file`; a judged one is moved into its subfolder `judged`.", FieldTraits.Path },
        { "delay", UpToAMinute, s => s.Delay, (s, v) => s with { Delay = v }, "From the trigger to the earliest moment at which the picture may be taken." },
        { "pictureTimeout", Moments, s => s.PictureTimeout, (s, v) => s with { PictureTimeout = v }, "Longest wait for the picture from then on; without one the part cannot be judged." },
        { "minimumSpacing", UpToAMinute, s => s.MinimumSpacing, (s, v) => s with { MinimumSpacing = v }, "A trigger sooner after the one before is taken for the same part: counted, told, not judged again." },
    };

    public static readonly ObjectType<LimitSettings> Limit = new(new LimitSettings(), "How many defects are allowed, how large, and where.")
    {
        { "class", new TextType("a class name, or \"\"", "^[^\\x00-\\x1f]*$", 64), s => s.Class, (s, v) => s with { Class = v }, "Class name of the model, in any case, or `difference` for what has no class; empty is every class without a limit of its own." },
        { "zone", Reference, s => s.Zone, (s, v) => s with { Zone = v }, "Id of a zone of this product; empty is everywhere." },
        { "maximumCount", new NumberType<int>(0, 10_000), s => s.MaximumCount, (s, v) => s with { MaximumCount = v }, "Most that a part may have and still pass." },
        { "maximumSizeMm", new OptionalType<float>(Millimetres), s => s.MaximumSizeMm, (s, v) => s with { MaximumSizeMm = v }, "Longest side of each that may pass; needs `pixelsPerMm`.", FieldTraits.None, "any size" },
        { "minimumSizeMm", Millimetres, s => s.MinimumSizeMm, (s, v) => s with { MinimumSizeMm = v }, "Smaller ones don't count; needs `pixelsPerMm`." },
        { "minimumScore", Score, s => s.MinimumScore, (s, v) => s with { MinimumScore = v }, "Weaker finds don't count." },
    };

    public static readonly ObjectType<GoldenSettings> Golden = new(new GoldenSettings(), "How parts are laid over their template, and what counts as a difference.")
    {
        { "shiftRange", new NumberType<double>(0, 0.25), s => s.ShiftRange, (s, v) => s with { ShiftRange = v }, "Farthest shift that is searched, as a fraction of the picture's longer side." },
        { "rotationRange", new NumberType<double>(0, 20, "degrees"), s => s.RotationRange, (s, v) => s with { RotationRange = v }, "Farthest turn that is searched to either side." },
        { "scaleRange", new NumberType<double>(0, 0.2), s => s.ScaleRange, (s, v) => s with { ScaleRange = v }, "Largest change of size that is searched: 0.03 is from 97 to 103 percent." },
        { "minimumAgreement", new NumberType<double>(-1, 1), s => s.MinimumAgreement, (s, v) => s with { MinimumAgreement = v }, "Least agreement (correlation of brightness); below it there is no part, or another product." },
        { "edgeTolerancePx", new NumberType<int>(1, 8, "pixels"), s => s.EdgeTolerancePx, (s, v) => s with { EdgeTolerancePx = v }, "How far an edge may lie from where the template has it. A structure thinner than this may hide in it." },
        { "localShiftPx", new NumberType<int>(0, 8, "pixels"), s => s.LocalShiftPx, (s, v) => s with { LocalShiftPx = v }, "How far whole features may be displaced against each other; 0 for parts as stiff as their template." },
        { "minimumDifference", new NumberType<double>(0.01, 1), s => s.MinimumDifference, (s, v) => s with { MinimumDifference = v }, "Least difference of brightness, as a share of the template's contrast." },
        { "minimumAreaPx", new NumberType<int>(1, 1_000_000, "square pixels"), s => s.MinimumAreaPx, (s, v) => s with { MinimumAreaPx = v }, "Least area of a difference." },
        { "ignore", new ListType<string>(Id, 0, 64), s => s.Ignore, (s, v) => s with { Ignore = v }, "Ids of zones that are not compared (their bounding boxes): serial numbers, labels, the edge of the tray." },
        { "differenceScore", Score, s => s.DifferenceScore, (s, v) => s with { DifferenceScore = v }, "Least score of a difference that the model has no name for." },
        { "confirmedScore", Score, s => s.ConfirmedScore, (s, v) => s with { ConfirmedScore = v }, "Least score of the model's find where the picture differs from the template: two speak for it." },
        { "contradictedScore", new NumberType<float>(0, 2), s => s.ContradictedScore, (s, v) => s with { ContradictedScore = v }, "Least score of the model's find where the picture is as the template; above 1 none counts." },
    };

    public static readonly ObjectType<ProductSettings> Product = new(new ProductSettings { Id = "" }, "One product: what a good part looks like, and what is allowed on it.")
    {
        { "id", Id, s => s.Id, (s, v) => s with { Id = v }, "Name of the product, unique within its station.", FieldTraits.Required },
        { "pixelsPerMm", new NumberType<float>(0, 10_000, "pixels"), s => s.PixelsPerMm, (s, v) => s with { PixelsPerMm = v }, "Pixels of the picture to a millimetre on the part; 0 is unknown: sizes are then not told and cannot be limited." },
        { "model", SettingTypes.Boolean, s => s.Model, (s, v) => s with { Model = v }, "Whether the detector (`model`) looks for its trained classes." },
        { "templates", new ListType<string>(SettingTypes.Path, 0, 32), s => s.Templates, (s, v) => s with { Templates = v }, "Pictures of defect-free parts as the camera sees them, in its size; with several the best match counts. Empty compares with none.", FieldTraits.Path },
        { "golden", Golden, s => s.Golden, (s, v) => s with { Golden = v }, Golden.Title },
        { "anomalyPack", SettingTypes.Path, s => s.AnomalyPack, (s, v) => s with { AnomalyPack = v }, "A pack that `edgectl station teach` made from good parts; empty is none.", FieldTraits.Path },
        { "zones", new ListType<Domain.Zones.Zone>(PlaceTable.Zone, 0, 64), s => s.Zones, (s, v) => s with { Zones = v }, "Named areas of the picture, for limits; a defect belongs where its centre lies." },
        { "limits", new ListType<LimitSettings>(Limit, 0, 256), s => s.Limits, (s, v) => s with { Limits = v }, "What is allowed. A defect that no limit is for is not allowed." },
    };

    public static readonly ObjectType<PictureSettings> Picture = new(new PictureSettings(), "What a picture must be to be judged at all; otherwise the part cannot be judged, which is never a pass.")
    {
        { "minimumBrightest", Grey, s => s.MinimumBrightest, (s, v) => s with { MinimumBrightest = v }, "Least grey level of the brightest half percent; below, the picture is dark." },
        { "minimumMeanShare", Score, s => s.MinimumMeanShare, (s, v) => s with { MinimumMeanShare = v }, "Least mean brightness as a share of the template's." },
        { "maximumNearWhite", Score, s => s.MaximumNearWhite, (s, v) => s with { MaximumNearWhite = v }, "Most of the picture that may be near white where there is no template; 1 allows all (line art, back light)." },
        { "moreNearWhite", Score, s => s.MoreNearWhite, (s, v) => s with { MoreNearWhite = v }, "How much more of the picture may be near white than of the template." },
        { "minimumContrast", Grey, s => s.MinimumContrast, (s, v) => s with { MinimumContrast = v }, "Least contrast in grey levels; below, there is no part." },
        { "minimumContrastShare", Score, s => s.MinimumContrastShare, (s, v) => s with { MinimumContrastShare = v }, "Least contrast as a share of the template's." },
        { "maximumEdgeWidthPx", EdgePx, s => s.MaximumEdgeWidthPx, (s, v) => s with { MaximumEdgeWidthPx = v }, "Widest edges where there is no template, as a standard deviation; 0.8 is the sharpest." },
        { "maximumBlurPx", EdgePx, s => s.MaximumBlurPx, (s, v) => s with { MaximumBlurPx = v }, "Most blur beyond the template's, as a standard deviation. An even motion by L pixels during the exposure is 0.29 L." },
        { "minimumCoverage", Score, s => s.MinimumCoverage, (s, v) => s with { MinimumCoverage = v }, "Least share of the template that must lie inside the picture: what lies outside is not judged." },
        { "maximumShiftPx", new OptionalType<float>(new NumberType<float>(0, 16384, "pixels")), s => s.MaximumShiftPx, (s, v) => s with { MaximumShiftPx = v }, "Farthest that the part may lie from where its template has it.", FieldTraits.None, "as far as is searched" },
    };

    public static readonly ObjectType<RejectSettings> Reject = new(new RejectSettings(), "How bad parts are put out, and what happens when the station cannot be relied on.")
    {
        { "output", LineTable.Output, s => s.Output, (s, v) => s with { Output = v }, "The ejector." },
        { "delay", UpToAMinute, s => s.Delay, (s, v) => s with { Delay = v }, "From the trigger to the ejection, on a belt of one speed." },
        { "delayCounts", new NumberType<int>(0, 100_000_000, "counts"), s => s.DelayCounts, (s, v) => s with { DelayCounts = v }, "From the trigger to the ejection in counts of the encoder; 0 goes by `delay`." },
        { "pulse", Moments, s => s.Pulse, (s, v) => s with { Pulse = v }, "How long the ejector is held: as long as a part is in front of it." },
        { "pulseCounts", new NumberType<int>(1, 100_000_000, "counts"), s => s.PulseCounts, (s, v) => s with { PulseCounts = v }, "The same in counts, with `delayCounts`." },
        { "guard", UpToAMinute, s => s.Guard, (s, v) => s with { Guard = v }, "The ejector's reach beyond the pulse, on each side: a good part that comes so close to a bad one goes with it." },
        { "guardCounts", new NumberType<int>(0, 100_000_000, "counts"), s => s.GuardCounts, (s, v) => s with { GuardCounts = v }, "The same in counts, with `delayCounts`." },
        { "encoder", LineTable.Input, s => s.Encoder, (s, v) => s with { Encoder = v }, "The belt's encoder." },
        { "confirm", LineTable.Input, s => s.Confirm, (s, v) => s with { Confirm = v }, "The sensor that sees ejected parts." },
        { "confirmWithin", Moments, s => s.ConfirmWithin, (s, v) => s with { ConfirmWithin = v }, "Longest time from an ejection to its confirmation." },
        { "missedLimit", new NumberType<int>(1, 1000), s => s.MissedLimit, (s, v) => s with { MissedLimit = v }, "Ejections in a row without confirmation that put the station into fail-safe." },
        { "ready", LineTable.Output, s => s.Ready, (s, v) => s with { Ready = v }, "Active while the station works. Wire it so that a line that is not ready stops or diverts every part: it also covers a device without power." },
        { "stop", LineTable.Output, s => s.Stop, (s, v) => s with { Stop = v }, "Stops the belt, for `stopLine`." },
        { "failSafe", Choice<FailSafeAction>(), s => s.FailSafe, (s, v) => s with { FailSafe = v }, "What happens to parts without a verdict in time, and while in fail-safe: `rejectAll` puts every part out, `stopLine` stops the belt." },
    };

    public static readonly ObjectType<InterlockSettings> Interlock = new(new InterlockSettings(), "The check with known parts: a good one, a bad one, a blank. A wrong answer puts the outputs into fail-safe until `station-clear`.")
    {
        { "enabled", SettingTypes.Boolean, s => s.Enabled, (s, v) => s with { Enabled = v }, "Whether the station asks for known parts." },
        { "every", Duration(TimeSpan.Zero, TimeSpan.FromDays(7)), s => s.Every, (s, v) => s with { Every = v }, "Longest time between checks; zero is only at the start and after a change of product, model or configuration." },
        { "everyParts", new NumberType<int>(0, 100_000_000), s => s.EveryParts, (s, v) => s with { EveryParts = v }, "Most parts between checks; 0 is any number." },
        { "presentWithin", Duration(TimeSpan.FromSeconds(1), TimeSpan.FromHours(8)), s => s.PresentWithin, (s, v) => s with { PresentWithin = v }, "How long to wait for each of the three." },
        { "badClasses", new ListType<string>(ClassName, 0, 64), s => s.BadClasses, (s, v) => s with { BadClasses = v }, "Classes of defects that the known bad part must show; empty is any." },
    };

    public static readonly ObjectType<StationSettings> Station = new(new StationSettings { Id = "" }, "One inspection station: a part comes, a picture is taken, a verdict is reached, bad parts are put out.")
    {
        { "id", Id, s => s.Id, (s, v) => s with { Id = v }, "Name of the station, unique within the device; part of its topics.", FieldTraits.Required },
        { "camera", Reference, s => s.Camera, (s, v) => s with { Camera = v }, "Id of the camera that looks at the parts; it then has no rules of its own. Empty with a `file` trigger." },
        { "trigger", Trigger, s => s.Trigger, (s, v) => s with { Trigger = v }, Trigger.Title },
        { "products", new ListType<ProductSettings>(Product, 1, 256), s => s.Products, (s, v) => s with { Products = v }, "What is made. The first is set at the first start; the command `station-product` changes it.", FieldTraits.Required },
        { "picture", Picture, s => s.Picture, (s, v) => s with { Picture = v }, Picture.Title },
        { "deadline", Moments, s => s.Deadline, (s, v) => s with { Deadline = v }, "Longest time from the trigger to the verdict; a later one counts as cannot judge." },
        { "reject", Reject, s => s.Reject, (s, v) => s with { Reject = v }, Reject.Title },
        { "interlock", Interlock, s => s.Interlock, (s, v) => s with { Interlock = v }, Interlock.Title },
        { "shifts", new ListType<TimeOnly>(new TimeOfDayType(), 0, 24), s => s.Shifts, (s, v) => s with { Shifts = v }, "When shifts begin; a report is written at the end of each. Empty writes none." },
        { "evidence", SettingTypes.Boolean, s => s.Evidence, (s, v) => s with { Evidence = v }, "Whether an annotated picture is kept of each part that does not pass." },
    };
}
