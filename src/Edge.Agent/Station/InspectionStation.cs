using System.Collections.Concurrent;
using Edge.Agent.Configuration.Stations;
using Edge.Agent.Health;
using Edge.Agent.Station.Messages;
using Edge.Contracts.Messages;
using Edge.Contracts.Receipts;
using Edge.Domain.Frames;
using Edge.Domain.Inspection;
using Edge.Domain.Inspection.Interlock;
using Edge.Domain.Inspection.Line;
using Microsoft.Extensions.Logging;

namespace Edge.Agent.Station;

/// <summary>
/// The parts of one station, from trigger to receipt:
/// <list type="number">
/// <item>a trigger opens a part: it gets a number, a note in the journal, a place on the line (<see cref="Announce"/>);</item>
/// <item>one fresh picture of it is taken, by the camera or with the trigger (<see cref="TakePicture"/>);</item>
/// <item>it is judged, and the line hears the decision at once;</item>
/// <item>the line puts it out or lets it pass, and a sensor may say so;</item>
/// <item>when both are known the part is closed: receipt, message, counters.</item>
/// </list>
/// Each step has a thread of its own, so that parts overlap: trigger, camera, judge, line, disk. Whatever a step cannot do ends as
/// "cannot judge", which never passes. What happens to the station itself is <see cref="StationControl"/>'s.
/// </summary>
internal sealed class InspectionStation : ILineListener, IDisposable
{
    private readonly StationSettings _settings;
    private readonly StationParts _parts;
    private readonly StationControl _control;
    private readonly PartProof _proof;
    private readonly JudgeQueue _queue;
    private readonly VerdictComposer _composer;
    private readonly Lock _announcing = new();
    private readonly ConcurrentDictionary<long, PartCase> _byNumber = new();
    private readonly ConcurrentDictionary<Guid, PartCase> _byId = new();
    private volatile PartPictures? _pictures;
    private CameraMetrics? _metrics;
    private long _lastTrigger;

    /// <summary>A station at rest.</summary>
    public InspectionStation(StationSettings settings, StationParts parts, StationControl control)
    {
        _settings = settings;
        _parts = parts;
        _control = control;
        _proof = new PartProof(parts, settings.Id, settings.Evidence);
        _composer = new VerdictComposer(parts.Facts.Site, parts.Facts.Device, settings.Id);
        _queue = new JudgeQueue(Judge, parts.Log);
    }

    /// <summary>Takes pictures from a camera from now on.</summary>
    public void Attach(PartPictures pictures, CameraMetrics metrics, ProgressBeat beat)
    {
        _metrics = metrics;
        _queue.Tell(beat);
        _pictures = pictures;
    }

    /// <summary>The camera is going away; parts that come now get no picture.</summary>
    public void Detach(PartPictures? pictures)
    {
        if (ReferenceEquals(_pictures, pictures))
            _pictures = null;
    }

    /// <summary>Ends a look that takes too long: its part cannot be judged, the next ones can.</summary>
    public void CancelJudging(string reason)
    {
        _parts.Log.LogWarning("Station {Station}: judging is cut off: {Reason}", _settings.Id, reason);
        _control.Judge?.Cancel();
    }

    /// <summary>Step 1: a part is there. Any thread.</summary>
    /// <param name="kind">What told it.</param>
    /// <param name="timestamp">When.</param>
    /// <param name="picture">Its picture, where the trigger brings one; the station's from now on.</param>
    /// <param name="fault">Why it brings none although it should; empty where it does not bring one, or does.</param>
    /// <returns>The part; null where this trigger is none of its own, or the station takes no parts.</returns>
    public PartCase? Announce(VerdictTriggerKind kind, long timestamp, Frame? picture = null, string fault = "")
    {
        PartCase? part;
        lock (_announcing)
            part = Open(kind, timestamp);
        if (part is null)
        {
            picture?.Dispose();
            return null;
        }

        if (kind == VerdictTriggerKind.File)
            Queue(part, picture, fault);
        else if (_pictures is not { } pictures || !pictures.Want(part.Trigger))
            Queue(part, null, "the camera is not there");
        return part;
    }

    /// <summary>Step 2: the picture of an announced part, or none.</summary>
    public void TakePicture(PartTrigger trigger, Frame? frame)
    {
        if (_byId.TryGetValue(trigger.PartId, out PartCase? part))
            Queue(part, frame, "");
        else
            frame?.Dispose();
    }

    /// <summary>Step 4: a part left the line.</summary>
    public void PartLeft(in PartFate fate)
    {
        if (_byNumber.TryGetValue(fate.Part, out PartCase? part) && part.Left(fate, _control.HasSensor))
            Close(part);
    }

    /// <summary>Step 4: the second sensor said something.</summary>
    public void EjectionChecked(in EjectionReport report)
    {
        _control.Standing.Checked(report.Check);
        if (report.Check != EjectionCheck.Confirmed)
            _parts.Log.LogWarning("Station {Station}: {Check} ejection of part {Part}", _settings.Id, report.Check, report.Part);
        if (report.Part is { } number && _byNumber.TryGetValue(number, out PartCase? part))
        {
            if (part.Checked(report))
                Close(part);
            return;
        }

        // Nobody's part, or one whose receipt is written: told by itself.
        DateTimeOffset now = _parts.Clock.GetUtcNow();
        var confirmation = new VerdictConfirmation(Enum.Parse<EjectionResult>(report.Check.ToString()), now);
        _ = _parts.Outbox.CommitAsync(_composer.ComposeEjection(null, report.Part, confirmation)).AsTask();
        _control.Wake();
    }

    /// <inheritdoc/>
    public void StateChanged(LineState state, FailSafeReason reason, LinePosition at) => _control.LineChanged(state, reason);

    /// <summary>Parts that the last run left without a receipt get it now: nobody knows where they are.</summary>
    public void Interrupted(IReadOnlyList<Receipts.OpenPart> open)
    {
        foreach (Receipts.OpenPart left in open)
        {
            var at = new Moment(TimeSpan.FromMicroseconds(left.Trigger.MonotonicUs), left.Trigger.At);
            var trigger = new PartTrigger(left.Part, Enum.Parse<VerdictTriggerKind>(left.Trigger.Kind.ToString()), at, 0);
            var part = new PartCase(trigger, _control.Memory.NextNumber(), left.Product, default);
            // Its way on the belt is over, by the ready output's fall.
            _ = part.Left(new PartFate(part.Number, default, PartExit.Interrupted, FateCause.Interrupted, null, 0, default), hasSensor: false);
            if (part.Judged(PartVerdicts.Interrupted, at, null, null, null, (true, false)))
                Close(part);
        }
    }

    /// <summary>Parts of the last run whose receipt is on disk and whose message may not be: told now. Receivers drop what they know by its id.</summary>
    public void Untold(IEnumerable<(ReceiptHead At, PartReceipt Receipt)> receipts)
    {
        foreach ((ReceiptHead at, PartReceipt receipt) in receipts)
        {
            PartRecord record = PartRecords.Describe(receipt, at, _control.MillimetresPerPixel(receipt.Product));
            _ = _parts.Outbox.CommitAsync(_composer.Compose(record) with { SourcePosition = at.Sequence }).AsTask();
        }
    }

    /// <summary>What is still on its way when all else has ended is interrupted, and has its receipt.</summary>
    public void InterruptRest()
    {
        foreach (PartCase part in _byNumber.Values)
        {
            if (part.Judged(PartVerdicts.Interrupted, part.Trigger.At, null, null, null, (_control.HasLine, HasSensor: false)))
                Close(part);
        }
    }

    /// <summary>Judges what waits and ends.</summary>
    public void Dispose()
    {
        _queue.Dispose();
        _proof.Dispose();
    }

    private PartCase? Open(VerdictTriggerKind kind, long timestamp)
    {
        if (!_control.TakesParts)
            return null;
        TimeProvider time = _parts.Clock;
        bool isDouble = _lastTrigger != 0 && time.GetElapsedTime(_lastTrigger, timestamp) < _settings.Trigger.MinimumSpacing;
        if (isDouble && !_control.HasLine)
        {
            _parts.Log.LogWarning("Station {Station}: a trigger came too soon after the one before, and is taken for the same part", _settings.Id);
            return null;
        }

        _lastTrigger = timestamp;
        var at = new Moment(time.GetElapsedTime(0, timestamp), time.GetUtcNow() - time.GetElapsedTime(timestamp));
        var trigger = new PartTrigger(Guid.CreateVersion7(at.Utc), kind, at, timestamp);
        var part = new PartCase(trigger, _control.Memory.NextNumber(), _control.Product, _control.TicketOfNext());
        _byNumber[part.Number] = part;
        _byId[trigger.PartId] = part;
        PartOpening opening = _control.OpenOnLine(part.Number, timestamp);
        if (opening is PartOpening.Opened or PartOpening.NoRoom && _control.Note(part))
        {
            _control.Standing.Triggered(trigger);
            // No room: fail-safe puts it out, and the line says no more of it.
            if (opening == PartOpening.NoRoom)
                _ = part.Left(new PartFate(part.Number, default, PartExit.Ejected, FateCause.FailSafe, null, 0, default), hasSensor: false);
            return part;
        }

        Forget(part);
        _control.NoVerdictFor(part);
        if (opening == PartOpening.DoubleTrigger)
            _parts.Log.LogWarning("Station {Station}: a trigger came too soon after the one before; what is there is put out", _settings.Id);
        return null;
    }

    private void Queue(PartCase part, Frame? frame, string fault)
    {
        if (!_queue.TryAdd(part, frame, fault))
            Conclude(part, PartVerdicts.NoTime, null, null, null);
    }

    // Step 3.
    private void Judge(PartCase part, Frame? frame, string fault)
    {
        PartFindings? findings = null;
        Verdict verdict;
        if (frame is null)
        {
            verdict = PartVerdicts.WithoutPicture(fault);
        }
        else
        {
            try
            {
                findings = _control.JudgeFor(part.Product).Judge(frame.View);
                verdict = findings.Verdict;
                _metrics?.CountInference(verdict.Defects.Length);
            }
            catch (FinderFault e)
            {
                _control.FinderFailed(e.Message);
                verdict = PartVerdicts.Broken(e.Message);
            }
            catch (Exception e) // loop edge: whatever breaks, the part is not passed and the next one is tried
            {
                _parts.Log.LogError(e, "Station {Station}: part {Part} could not be judged", _settings.Id, part.Number);
                verdict = PartVerdicts.Broken("judging broke: " + e.Message);
            }
        }

        TimeSpan after = _parts.Clock.GetElapsedTime(part.Trigger.Timestamp);
        if (!_control.HasLine && after > _settings.Deadline)
            verdict = PartVerdicts.Late(verdict, after);
        Conclude(part, verdict, findings, frame, after);
    }

    // The line first, by the shortest way; what is kept and told of the part comes after.
    private void Conclude(PartCase part, Verdict verdict, PartFindings? findings, Frame? frame, TimeSpan? decidedAfter)
    {
        InterlockRuling ruling = _control.Rule(part, verdict);
        _control.Decide(part.Number, ejects: !ruling.MayPass || verdict.Outcome != Outcome.Pass);
        part.IsWrongAnswer = ruling.Change.Event == InterlockEvent.Tripped;
        if (!ruling.MayPass && part.Purpose == VerdictPurpose.Production)
            verdict = PartVerdicts.InFailSafe(verdict);
        TimeSpan after = decidedAfter ?? _parts.Clock.GetElapsedTime(part.Trigger.Timestamp);
        var at = new Moment(part.Trigger.At.Monotonic + after, part.Trigger.At.Utc + after);
        VerdictFrame? described = frame is null ? null : _proof.Describe(frame);
        VerdictEvidence? evidence = frame is null ? null : _proof.Keep(frame, part, verdict, findings?.Map);
        if (frame is not null)
            _metrics?[Stage.EndToEnd].Record(_parts.Clock.GetElapsedTime(frame.ArrivedTimestamp));
        if (part.Judged(verdict, at, findings, described, evidence, (_control.HasLine, _control.HasSensor)))
            Close(part);
    }

    // Step 5.
    private void Close(PartCase part)
    {
        Forget(part);
        Verdict verdict = PartRecords.Final(part);
        Receipt receipt = part.Purpose == VerdictPurpose.Production
            ? PartRecords.ReceiptOf(part, verdict, _parts.Facts, _control.ThresholdsOf(part.Product), _settings.Deadline)
            : PartRecords.GoldenReceiptOf(part, _parts.Facts);
        (float, TimeSpan) scale = (_control.MillimetresPerPixel(part.Product), _settings.Deadline);
        _control.Ledger?.Enter(
            receipt,
            head => _composer.Compose(PartRecords.Describe(part, verdict, _parts.Facts, scale, head)),
            head =>
            {
                _control.Standing.Closed(part, verdict, new ReceiptAnchor(head.Sequence, head.Hash));
                _control.Wake();
            });
    }

    private void Forget(PartCase part)
    {
        _byNumber.TryRemove(part.Number, out _);
        _byId.TryRemove(part.Trigger.PartId, out _);
    }
}
