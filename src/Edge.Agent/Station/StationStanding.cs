using Edge.Agent.Station.Messages;
using Edge.Contracts.Messages;
using Edge.Domain.Inspection;
using Edge.Domain.Inspection.Line;

namespace Edge.Agent.Station;

/// <summary>How a station stands: its mode and why, its counters. Thread safe.</summary>
internal sealed class StationStanding(string station, TimeProvider time)
{
    private readonly Lock _gate = new();
    private readonly DateTimeOffset _since = time.GetUtcNow();
    private StationMode _mode = StationMode.Stopped;
    private string? _reason = "not started yet";
    private string _product = "";
    private long _pass, _fail, _cannotJudge;
    private long _confirmed, _late, _missed, _wrong;
    private StationLastPart? _lastPart;
    private TimeSpan? _cycleTime, _latency;
    private TimeSpan? _lastTrigger;
    private ReceiptAnchor? _receipt;

    /// <summary>What it is doing.</summary>
    public StationMode Mode
    {
        get
        {
            lock (_gate)
                return _mode;
        }
    }

    /// <summary>It does something else now.</summary>
    /// <returns>Whether that is news.</returns>
    public bool Enter(StationMode mode, string? reason)
    {
        lock (_gate)
        {
            if (_mode == mode && _reason == reason)
                return false;
            (_mode, _reason) = (mode, reason);
            return true;
        }
    }

    /// <summary>Another product is set.</summary>
    public void SetProduct(string product)
    {
        lock (_gate)
            _product = product;
    }

    /// <summary>A part was announced.</summary>
    public void Triggered(in PartTrigger trigger)
    {
        lock (_gate)
        {
            _cycleTime = trigger.At.Monotonic - _lastTrigger;
            _lastTrigger = trigger.At.Monotonic;
        }
    }

    /// <summary>A part is done with.</summary>
    /// <param name="part">The part.</param>
    /// <param name="verdict">What is finally said of it.</param>
    /// <param name="receipt">Where the chain has it.</param>
    public void Closed(PartCase part, Verdict verdict, ReceiptAnchor receipt)
    {
        lock (_gate)
        {
            _receipt = receipt;
            _latency = part.DecidedAt.Monotonic - part.Trigger.At.Monotonic;
            _lastPart = new StationLastPart(
                part.Trigger.PartId.ToString("D"),
                part.Number,
                InspectionNames.Of(verdict.Outcome),
                verdict.Defects.IsDefaultOrEmpty ? null : verdict.Defects[0].Class,
                part.DecidedAt.Utc.ToUniversalTime());
            if (part.Purpose == VerdictPurpose.Production)
                Count(verdict.Outcome);
        }
    }

    /// <summary>The second sensor said something.</summary>
    public void Checked(EjectionCheck check)
    {
        lock (_gate)
        {
            _ = check switch
            {
                EjectionCheck.Confirmed => _confirmed++,
                EjectionCheck.Late => _late++,
                EjectionCheck.Missed => _missed++,
                _ => _wrong++,
            };
        }
    }

    /// <summary>All of it, now.</summary>
    /// <param name="inFlight">Parts on their way.</param>
    /// <param name="golden">How the golden check stands.</param>
    public StationReading Read(int inFlight, StationGolden? golden)
    {
        lock (_gate)
        {
            return new StationReading
            {
                Station = station,
                At = time.GetUtcNow(),
                Mode = _mode,
                Reason = _reason,
                Product = _product,
                SinceStart = new StationCounts
                {
                    Since = _since,
                    Parts = _pass + _fail + _cannotJudge,
                    Pass = _pass,
                    Fail = _fail,
                    CannotJudge = _cannotJudge,
                    EjectionsConfirmed = _confirmed,
                    EjectionsLate = _late,
                    EjectionsMissed = _missed,
                    EjectionsWrong = _wrong,
                },
                PartsInFlight = inFlight,
                LastPart = _lastPart,
                CycleTime = _cycleTime,
                Latency = _latency,
                Golden = golden,
                Receipt = _receipt,
            };
        }
    }

    private void Count(Outcome outcome)
    {
        _ = outcome switch
        {
            Outcome.Pass => _pass++,
            Outcome.Fail => _fail++,
            _ => _cannotJudge++,
        };
    }
}
