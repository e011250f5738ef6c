using System.Collections.Immutable;
using Edge.Domain.Frames;

namespace Edge.Domain.Inspection.Interlock;

/// <summary>
/// Trusts a station only while it judges parts rightly whose verdict is known: on a schedule, at start and after changes it asks for a good part, a bad
/// one and a blank. Until all were judged rightly no part passes; one wrong answer, or none in time, trips it, and only somebody's
/// <see cref="Clear"/> followed by a whole right check lets parts pass again. Whoever presents the parts is trusted to present the right ones;
/// since a good part must pass and a bad one must fail, parts of the line cannot make up a right check among themselves unless the line makes bad ones.
/// Pure: time and events come as values. Not thread safe.
/// </summary>
public sealed class GoldenPartInterlock
{
    private const int MostProducts = 1000;

    private readonly GoldenPlan _plan;
    private ImmutableSortedDictionary<string, string> _checked;
    private InterlockSubject _subject;
    private DateTimeOffset? _checkedAt; // UTC, for the snapshot;
    private TimeSpan _checkedMonotonic; // and monotonic, for the schedule.
    private long _partsSince;
    private int _position; // Of what is asked for, in the plan.
    private TimeSpan _askedAt;
    private TimeSpan? _presentedAt; // The asked part's trigger has fired, its verdict is not there yet.
    private long _check;

    /// <summary>An interlock as it was kept, or a new one.</summary>
    /// <param name="plan">When to ask, and what is right.</param>
    /// <param name="subject">What is judged now, and by what.</param>
    /// <param name="kept">What was kept; <see cref="InterlockSnapshot.None"/> where there was nothing, <see cref="InterlockSnapshot.Unreadable"/> where it cannot be read.</param>
    /// <param name="now">Now.</param>
    /// <exception cref="ArgumentException">The plan asks for no part.</exception>
    public GoldenPartInterlock(GoldenPlan plan, InterlockSubject subject, InterlockSnapshot kept, Moment now)
    {
        if (plan.Parts.IsDefaultOrEmpty)
            throw new ArgumentException("A golden check needs at least one part.", nameof(plan));
        // Read back from something that says less than was written.
        if (kept.Checked is null || kept.Reason is null)
            kept = InterlockSnapshot.Unreadable;
        _plan = plan;
        _subject = subject;
        _checked = kept.Checked;
        _checkedAt = kept.CheckedAt;
        _partsSince = kept.PartsSince;
        if (kept.IsTripped)
        {
            Mode = InterlockMode.Tripped;
            Reason = kept.Reason;
        }
        else if (StartFault(now) is { } reason)
        {
            Ask(reason, now);
        }
        else
        {
            _checkedMonotonic = now.Monotonic - (now.Utc - _checkedAt!.Value);
            Mode = InterlockMode.Running;
        }
    }

    /// <summary>What is allowed.</summary>
    public InterlockMode Mode { get; private set; }

    /// <summary>Why it is not running, for people; empty while it is.</summary>
    public string Reason { get; private set; } = "";

    /// <summary>The golden part that is asked for; null unless <see cref="InterlockMode.Waiting"/>.</summary>
    public GoldenPart? Asks => Mode == InterlockMode.Waiting ? _plan.Parts[_position] : null;

    /// <summary>Monotonic time by which it is to be presented; null where nothing is asked for or there is no limit.</summary>
    public TimeSpan? PresentBefore => Mode == InterlockMode.Waiting && _plan.PresentWithin is { } limit ? (_presentedAt ?? _askedAt) + limit : null;

    /// <summary>Monotonic time at which the clock asks next; null unless running with a clock.</summary>
    public TimeSpan? NextAt => Mode == InterlockMode.Running && _plan.Every is { } every ? _checkedMonotonic + every : null;

    /// <summary>UTC of the last right check that still holds; null where there is none.</summary>
    public DateTimeOffset? CheckedAt => _checkedAt;

    /// <summary>What is to be kept.</summary>
    public InterlockSnapshot Snapshot => new(Mode == InterlockMode.Tripped, Mode == InterlockMode.Tripped ? Reason : "", _checkedAt, _partsSince, _checked);

    /// <summary>A trigger fired: what is this part?</summary>
    /// <param name="now">When.</param>
    /// <param name="change">What the time that passed until then did, as <see cref="Tick"/> says it.</param>
    public InterlockTicket Take(Moment now, out InterlockChange change)
    {
        change = Tick(now);
        if (Mode != InterlockMode.Waiting || _presentedAt is not null)
            return new InterlockTicket(PartPurpose.Production, _check);
        _presentedAt = now.Monotonic;
        return new InterlockTicket(PurposeOf(_plan.Parts[_position]), _check);
    }

    /// <summary>A part that had a ticket will get no verdict (a trigger counted twice, a disk that refuses): where it was the golden part, that one is still awaited.</summary>
    public void Withdraw(InterlockTicket ticket)
    {
        if (Awaits(ticket))
            _presentedAt = null;
    }

    /// <summary>A part was judged.</summary>
    public InterlockRuling Judge(InterlockTicket ticket, Verdict verdict, Moment now)
    {
        InterlockChange due = Tick(now);
        if (ticket.Purpose == PartPurpose.Production)
        {
            if (Mode != InterlockMode.Running)
                return new InterlockRuling(false, due);
            _partsSince++;
            // This part was judged while the check held; the next one is not.
            return new InterlockRuling(true, Tick(now));
        }

        return new InterlockRuling(false, Awaits(ticket) ? Answer(verdict, now) : due);
    }

    /// <summary>Time passed: is a check due, or a part overdue? Ask often; it does nothing twice.</summary>
    public InterlockChange Tick(Moment now)
    {
        if (Mode == InterlockMode.Waiting && now.Monotonic > PresentBefore)
            return Trip($"{NameOf(_plan.Parts[_position])} was not {(_presentedAt is null ? "presented" : "judged")} within {_plan.PresentWithin!.Value.TotalSeconds:0} s");
        if (Mode != InterlockMode.Running)
            return InterlockChange.None;
        if (now.Monotonic >= NextAt)
            return AskAnew($"golden parts are due every {_plan.Every!.Value.TotalMinutes:0.#} min", now);
        return _partsSince >= _plan.EveryParts ? AskAnew($"golden parts are due every {_plan.EveryParts} parts", now) : InterlockChange.None;
    }

    /// <summary>Another product, model, configuration or template.</summary>
    public InterlockChange SubjectChanged(InterlockSubject subject, Moment now)
    {
        if (subject == _subject)
            return InterlockChange.None;
        bool isOtherProduct = subject.Product != _subject.Product;
        _subject = subject;
        if (Mode == InterlockMode.Tripped)
            return InterlockChange.None;
        if (isOtherProduct && _plan.AfterProductChange)
            return Ask($"the product is now {subject.Product}", now);
        if (Mode == InterlockMode.Running && Holds())
            return InterlockChange.None;
        return Ask($"the model, configuration or templates of {subject.Product} have not been checked", now);
    }

    /// <summary>Somebody asks for a check now. A tripped interlock stays tripped.</summary>
    public InterlockChange Request(Moment now) =>
        Mode == InterlockMode.Tripped ? InterlockChange.None : AskAnew("a check was asked for", now);

    /// <summary>Somebody clears the trip: the golden parts are asked for, and only a whole right check lets parts pass.</summary>
    /// <param name="by">Who; not empty.</param>
    /// <param name="why">What was found and done; not empty.</param>
    /// <param name="now">Now.</param>
    /// <exception cref="ArgumentException">Nobody, or no reason.</exception>
    public InterlockChange Clear(string by, string why, Moment now)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(by);
        ArgumentException.ThrowIfNullOrWhiteSpace(why);
        return Mode == InterlockMode.Tripped ? AskAnew($"cleared by {by}: {why}", now) : InterlockChange.None;
    }

    private bool Awaits(InterlockTicket ticket) =>
        Mode == InterlockMode.Waiting && ticket.Check == _check && _presentedAt is not null && ticket.Purpose == PurposeOf(_plan.Parts[_position]);

    private InterlockChange Answer(Verdict verdict, Moment now)
    {
        if (_plan.FaultOf(_plan.Parts[_position], verdict) is { } fault)
            return Trip(fault);
        _position++;
        _presentedAt = null;
        _askedAt = now.Monotonic;
        if (_position < _plan.Parts.Length)
            return new InterlockChange(InterlockEvent.Asked, Reason);

        Mode = InterlockMode.Running;
        Reason = "";
        _checkedAt = now.Utc;
        _checkedMonotonic = now.Monotonic;
        _partsSince = 0;
        // A plant with more products than this asks again for the first of them, which is safe.
        _checked = (_checked.Count < MostProducts ? _checked : _checked.Clear()).SetItem(_subject.Product, _subject.Digest);
        return new InterlockChange(InterlockEvent.Passed, "every golden part was judged rightly");
    }

    // All that was checked holds no more.
    private InterlockChange AskAnew(string reason, Moment now)
    {
        ForgetChecks();
        return Ask(reason, now);
    }

    private InterlockChange Ask(string reason, Moment now)
    {
        Mode = InterlockMode.Waiting;
        Reason = reason;
        _checked = _checked.Remove(_subject.Product); // Or a restart would do instead of the answers.
        _check++;
        _position = 0;
        _presentedAt = null;
        _askedAt = now.Monotonic;
        return new InterlockChange(InterlockEvent.Asked, reason);
    }

    private InterlockChange Trip(string reason)
    {
        Mode = InterlockMode.Tripped;
        Reason = reason;
        _presentedAt = null;
        ForgetChecks();
        return new InterlockChange(InterlockEvent.Tripped, reason);
    }

    private void ForgetChecks()
    {
        _checked = _checked.Clear();
        _checkedAt = null;
        _partsSince = 0;
    }

    private bool Holds() => _checked.TryGetValue(_subject.Product, out string? digest) && digest == _subject.Digest;

    private string? StartFault(Moment now)
    {
        if (_plan.AtStart)
            return "the station started";
        if (_checkedAt is not { } at || !Holds())
            return $"the model, configuration or templates of {_subject.Product} have not been checked";
        // A clock that was set back cannot say how long ago that was.
        if (now.Utc < at || now.Utc - at >= _plan.Every)
            return "golden parts came due while the station was off";
        return _partsSince >= _plan.EveryParts ? $"golden parts are due every {_plan.EveryParts} parts" : null;
    }

    private static PartPurpose PurposeOf(GoldenPart part) => part switch
    {
        GoldenPart.Good => PartPurpose.GoldenGood,
        GoldenPart.Bad => PartPurpose.GoldenBad,
        GoldenPart.Blank => PartPurpose.GoldenBlank,
        _ => throw new ArgumentOutOfRangeException(nameof(part), part, "not a golden part"),
    };

    private static string NameOf(GoldenPart part) => part switch
    {
        GoldenPart.Good => "the known good part",
        GoldenPart.Bad => "the known bad part",
        GoldenPart.Blank => "the blank",
        _ => throw new ArgumentOutOfRangeException(nameof(part), part, "not a golden part"),
    };
}
