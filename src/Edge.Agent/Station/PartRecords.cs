using System.Collections.Immutable;
using Edge.Agent.Station.Messages;
using Edge.Contracts.Messages;
using Edge.Contracts.Receipts;
using Edge.Domain.Frames;
using Edge.Domain.Geometry;
using Edge.Domain.Inspection;
using Edge.Domain.Inspection.Line;

namespace Edge.Agent.Station;

/// <summary>Turns a closed part into its receipt and into what is told of it. Pure.</summary>
internal static class PartRecords
{
    /// <summary>What is finally said of a part: a verdict that came too late, or while nothing could be relied on, passes nobody.</summary>
    public static Verdict Final(PartCase part)
    {
        Verdict judged = part.Verdict!;
        if (part.Purpose != VerdictPurpose.Production || part.Fate is not { } fate)
            return judged;
        if (fate.Exit == PartExit.Interrupted)
            return PartVerdicts.Interrupted with { Defects = judged.Defects };
        return fate.Cause switch
        {
            FateCause.Late when !judged.Doubts.Contains(Doubt.Late) => PartVerdicts.Late(judged, part.DecidedAt.Monotonic - part.Trigger.At.Monotonic),
            FateCause.FailSafe => PartVerdicts.InFailSafe(judged),
            _ => judged,
        };
    }

    /// <summary>What was done with it.</summary>
    public static VerdictAction ActionOf(PartFate? fate) => fate switch
    {
        null => VerdictAction.None,
        { Exit: PartExit.Passed } => VerdictAction.LetPass,
        { Exit: PartExit.Ejected, Cause: FateCause.Verdict or FateCause.Crowded } => VerdictAction.Eject,
        _ => VerdictAction.FailSafe,
    };

    /// <summary>When the ejector was driven for it; null where it was not.</summary>
    public static Moment? OutputAt(PartCase part)
    {
        if (part.Fate is not { Exit: PartExit.Ejected } fate)
            return null;
        TimeSpan after = fate.OutputAt - fate.Triggered.Time;
        return new Moment(part.Trigger.At.Monotonic + after, part.Trigger.At.Utc + after);
    }

    /// <summary>The receipt of a part of the line.</summary>
    public static PartReceipt ReceiptOf(PartCase part, Verdict verdict, StationFacts facts, IReadOnlyDictionary<string, double> thresholds, TimeSpan deadline) => new()
    {
        Part = part.Trigger.PartId,
        Number = part.Number,
        Product = part.Product,
        Trigger = TriggerOf(part.Trigger),
        Frame = FrameOf(part),
        Packs = [.. PacksOf(part.Findings)],
        Configuration = facts.ConfigurationSha256,
        Software = facts.Software,
        Thresholds = thresholds,
        Outcome = Enum.Parse<ReceiptOutcome>(verdict.Outcome.ToString()),
        Doubts = [.. verdict.Doubts.Select(doubt => Enum.Parse<ReceiptDoubt>(doubt.ToString()))],
        Reasons = verdict.Reasons,
        Defects = DefectsOf(verdict.Defects),
        VerdictAt = part.DecidedAt.Utc,
        Action = ActionOf(part.Fate) switch
        {
            VerdictAction.LetPass => ReceiptAction.Pass,
            VerdictAction.Eject => ReceiptAction.Reject,
            VerdictAction.FailSafe => ReceiptAction.FailSafe,
            _ => ReceiptAction.None,
        },
        OutputAt = OutputAt(part)?.Utc,
        Confirmation = part.Ejection is { } report ? Enum.Parse<ReceiptConfirmation>(report.Check.ToString()) : ReceiptConfirmation.NotWatched,
        LatencyUs = (long)(part.DecidedAt.Monotonic - part.Trigger.At.Monotonic).TotalMicroseconds,
        DeadlineUs = (long)deadline.TotalMicroseconds,
    };

    /// <summary>The receipt of a golden part.</summary>
    public static GoldenPartReceipt GoldenReceiptOf(PartCase part, StationFacts facts) => new()
    {
        Part = part.Trigger.PartId,
        Product = part.Product,
        Check = part.Purpose switch
        {
            VerdictPurpose.GoldenGood => "good",
            VerdictPurpose.GoldenBad => "bad",
            _ => "blank",
        },
        Expected = part.Purpose switch
        {
            VerdictPurpose.GoldenGood => ReceiptOutcome.Pass,
            VerdictPurpose.GoldenBad => ReceiptOutcome.Fail,
            _ => ReceiptOutcome.CannotJudge,
        },
        Outcome = Enum.Parse<ReceiptOutcome>(part.Verdict!.Outcome.ToString()),
        Doubts = [.. part.Verdict.Doubts.Select(doubt => Enum.Parse<ReceiptDoubt>(doubt.ToString()))],
        Frame = FrameOf(part),
        IsRight = !part.IsWrongAnswer,
        Packs = [.. PacksOf(part.Findings)],
        Configuration = facts.ConfigurationSha256,
    };

    /// <summary>What is told of a part.</summary>
    /// <param name="part">The part.</param>
    /// <param name="verdict">What is finally said of it.</param>
    /// <param name="facts">What is said of every part.</param>
    /// <param name="scale">Millimetres a pixel, and the deadline.</param>
    /// <param name="receipt">Where the chain has it.</param>
    public static PartRecord Describe(PartCase part, Verdict verdict, StationFacts facts, (float MillimetresPerPixel, TimeSpan Deadline) scale, ReceiptHead receipt) => new()
    {
        PartId = part.Trigger.PartId,
        Number = part.Number,
        Product = part.Product,
        Purpose = part.Purpose,
        Verdict = verdict,
        TriggerKind = part.Trigger.Kind,
        TriggeredAt = part.Trigger.At,
        EncoderCounts = part.Fate is { } fate && fate.Triggered.Counts != 0 ? fate.Triggered.Counts : null,
        Frame = part.Frame,
        Model = part.Findings?.Model ?? part.Findings?.Anomaly,
        Template = part.Findings?.Template,
        ConfigurationDigest = "sha256:" + facts.ConfigurationSha256,
        MillimetresPerPixel = scale.MillimetresPerPixel > 0 ? scale.MillimetresPerPixel : null,
        DecidedAt = part.DecidedAt,
        OutputAt = OutputAt(part),
        Deadline = scale.Deadline,
        Action = ActionOf(part.Fate),
        Confirmation = part.Ejection is { } report ? ConfirmationOf(part, report) : null,
        Receipt = new ReceiptAnchor(receipt.Sequence, receipt.Hash),
        Evidence = part.Evidence,
    };

    /// <summary>What is told of a part by its receipt alone: a crash came between the two.</summary>
    /// <param name="receipt">The receipt.</param>
    /// <param name="at">Where the chain has it.</param>
    /// <param name="millimetresPerPixel">Scale of its product; 0 is unknown.</param>
    public static PartRecord Describe(PartReceipt receipt, ReceiptHead at, float millimetresPerPixel)
    {
        TimeSpan triggered = TimeSpan.FromMicroseconds(receipt.Trigger.MonotonicUs);
        TimeSpan latency = receipt.VerdictAt - receipt.Trigger.At;
        return new PartRecord
        {
            PartId = receipt.Part,
            Number = receipt.Number,
            Product = receipt.Product,
            Verdict = new Verdict(
                Enum.Parse<Outcome>(receipt.Outcome.ToString()),
                [.. receipt.Doubts.Select(doubt => Enum.Parse<Doubt>(doubt.ToString()))],
                [.. receipt.Defects.Select(DefectOf)],
                [.. receipt.Reasons]),
            TriggerKind = Enum.Parse<VerdictTriggerKind>(receipt.Trigger.Kind.ToString()),
            TriggeredAt = new Moment(triggered, receipt.Trigger.At),
            Frame = receipt.Frame is { } frame ? new VerdictFrame(frame.Sequence, frame.Width, frame.Height, receipt.Trigger.At, "sha256:" + frame.Sha256) : null,
            Model = receipt.Packs.FirstOrDefault(pack => pack.Role != ReceiptPackRole.Template) is { } model ? new AlertModel(model.Name, model.Version, "sha256:" + model.Sha256) : null,
            Template = receipt.Packs.FirstOrDefault(pack => pack.Role == ReceiptPackRole.Template) is { } template ? new VerdictTemplate(template.Name, "sha256:" + template.Sha256) : null,
            ConfigurationDigest = "sha256:" + receipt.Configuration,
            MillimetresPerPixel = millimetresPerPixel > 0 ? millimetresPerPixel : null,
            DecidedAt = new Moment(triggered + latency, receipt.VerdictAt),
            OutputAt = receipt.OutputAt is { } output ? new Moment(triggered + (output - receipt.Trigger.At), output) : null,
            Deadline = TimeSpan.FromMicroseconds(receipt.DeadlineUs),
            Action = receipt.Action switch
            {
                ReceiptAction.Pass => VerdictAction.LetPass,
                ReceiptAction.Reject => VerdictAction.Eject,
                ReceiptAction.FailSafe => VerdictAction.FailSafe,
                _ => VerdictAction.None,
            },
            Confirmation = receipt.Confirmation == ReceiptConfirmation.NotWatched
                ? null
                : new VerdictConfirmation(Enum.Parse<EjectionResult>(receipt.Confirmation.ToString()), receipt.OutputAt ?? receipt.VerdictAt),
            Receipt = new ReceiptAnchor(at.Sequence, at.Hash),
        };
    }

    /// <summary>A trigger as receipts have it.</summary>
    public static ReceiptTrigger TriggerOf(in PartTrigger trigger) =>
        new(Enum.Parse<ReceiptTriggerKind>(trigger.Kind.ToString()), trigger.At.Utc, (long)trigger.At.Monotonic.TotalMicroseconds);

    /// <summary>What the sensor said, as messages have it.</summary>
    public static VerdictConfirmation ConfirmationOf(PartCase part, in EjectionReport report)
    {
        TimeSpan after = report.At - part.Fate!.Value.Triggered.Time;
        return new VerdictConfirmation(Enum.Parse<EjectionResult>(report.Check.ToString()), part.Trigger.At.Utc + after);
    }

    private static ReceiptFrame? FrameOf(PartCase part) =>
        part.Frame is { Digest: { } digest } frame ? new ReceiptFrame(frame.Sequence, frame.Width, frame.Height, Hex(digest)) : null;

    private static IEnumerable<ReceiptPack> PacksOf(PartFindings? findings)
    {
        if (findings?.Model is { } model)
            yield return new ReceiptPack(ReceiptPackRole.Model, model.Name, model.Version, Hex(model.Digest));
        if (findings?.Template is { } template)
            yield return new ReceiptPack(ReceiptPackRole.Template, template.Name, "", Hex(template.Digest));
        if (findings?.Anomaly is { } anomaly)
            yield return new ReceiptPack(ReceiptPackRole.Anomaly, anomaly.Name, anomaly.Version, Hex(anomaly.Digest));
    }

    private static IReadOnlyList<ReceiptDefect> DefectsOf(ImmutableArray<Defect> defects) =>
    [
        .. defects.Select(defect => new ReceiptDefect(
            defect.Class,
            Enum.Parse<ReceiptFinder>(defect.Finder.ToString()),
            defect.Score,
            new ReceiptBox(defect.Box.X, defect.Box.Y, defect.Box.Width, defect.Box.Height),
            defect.SizeMm)),
    ];

    private static Defect DefectOf(ReceiptDefect defect) => new(
        defect.Class,
        Enum.Parse<DefectFinder>(defect.Finder.ToString()),
        (float)defect.Score,
        new BoxPx((float)defect.Box.X, (float)defect.Box.Y, (float)defect.Box.Width, (float)defect.Box.Height),
        (float?)defect.SizeMm);

    private static string Hex(string digest) => digest.StartsWith("sha256:", StringComparison.Ordinal) ? digest[7..] : digest;
}
