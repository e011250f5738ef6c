using Edge.Contracts.Messages;
using Edge.Domain.Frames;
using Edge.Domain.Inspection;
using Edge.Domain.Inspection.Interlock;
using Edge.Domain.Inspection.Line;

namespace Edge.Agent.Station;

/// <summary>
/// One part on its way through the station. Judge and line fill it in, each its own half, in either order; it is closed, once, when both have and,
/// where a sensor watches the ejection, that is known too.
/// </summary>
internal sealed class PartCase(PartTrigger trigger, long number, string product, InterlockTicket ticket)
{
    private readonly Lock _gate = new();
    private bool _isClosed;

    /// <summary>What announced it.</summary>
    public PartTrigger Trigger { get; } = trigger;

    /// <summary>Its number at this station.</summary>
    public long Number { get; } = number;

    /// <summary>The product that was set at the trigger.</summary>
    public string Product { get; } = product;

    /// <summary>What it was presented for, for the interlock.</summary>
    public InterlockTicket Ticket { get; } = ticket;

    /// <summary>What it was presented for.</summary>
    public VerdictPurpose Purpose => Ticket.Purpose switch
    {
        PartPurpose.GoldenGood => VerdictPurpose.GoldenGood,
        PartPurpose.GoldenBad => VerdictPurpose.GoldenBad,
        PartPurpose.GoldenBlank => VerdictPurpose.GoldenBlank,
        _ => VerdictPurpose.Production,
    };

    /// <summary>Whether it is a golden part and was judged wrongly. Set by the judge's thread before its half.</summary>
    public bool IsWrongAnswer { get; set; }

    /// <summary>What was found; null where nobody looked.</summary>
    public PartFindings? Findings { get; private set; }

    /// <summary>What is said of it, deadline and fail-safe considered.</summary>
    public Verdict? Verdict { get; private set; }

    /// <summary>When the verdict was there.</summary>
    public Moment DecidedAt { get; private set; }

    /// <summary>The picture; null where there was none.</summary>
    public VerdictFrame? Frame { get; private set; }

    /// <summary>The picture kept as proof; null where none is.</summary>
    public VerdictEvidence? Evidence { get; private set; }

    /// <summary>How it left the line; null where the line has no ejector, or it is still on its way.</summary>
    public PartFate? Fate { get; private set; }

    /// <summary>What the second sensor said; null where it has not, or there is none.</summary>
    public EjectionReport? Ejection { get; private set; }

    /// <summary>The judge's half.</summary>
    /// <returns>True when that closes the case: the caller, and nobody else, goes on with it.</returns>
    public bool Judged(Verdict verdict, Moment at, PartFindings? findings, VerdictFrame? frame, VerdictEvidence? evidence, (bool HasLine, bool HasSensor) line)
    {
        lock (_gate)
        {
            (Verdict, DecidedAt, Findings, Frame, Evidence) = (verdict, at, findings, frame, evidence);
            return Close(line.HasLine, line.HasSensor);
        }
    }

    /// <summary>The line's half.</summary>
    /// <returns>True when that closes the case.</returns>
    public bool Left(in PartFate fate, bool hasSensor)
    {
        lock (_gate)
        {
            Fate = fate;
            return Close(hasLine: true, hasSensor);
        }
    }

    /// <summary>The second sensor's word.</summary>
    /// <returns>True when that closes the case.</returns>
    public bool Checked(in EjectionReport report)
    {
        lock (_gate)
        {
            Ejection = report;
            return Close(hasLine: true, hasSensor: true);
        }
    }

    private bool Close(bool hasLine, bool hasSensor)
    {
        bool waitsForSensor = hasSensor && Fate is { Exit: PartExit.Ejected } && Ejection is null;
        if (_isClosed || Verdict is null || (hasLine && Fate is null) || waitsForSensor)
            return false;
        _isClosed = true;
        return true;
    }
}
