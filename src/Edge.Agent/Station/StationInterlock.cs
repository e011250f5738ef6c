using System.Text.Json;
using Edge.Agent.Configuration.Stations;
using Edge.Contracts.Messages;
using Edge.Domain.Frames;
using Edge.Domain.Inspection;
using Edge.Domain.Inspection.Interlock;

namespace Edge.Agent.Station;

/// <summary>A station's golden parts: the pure interlock, kept over restarts. Without one everything may pass. Thread safe.</summary>
internal sealed class StationInterlock
{
    // Between changes, how many parts may be forgotten by a power cut.
    private const int KeepEvery = 64;
    private readonly Lock _gate = new();
    private readonly StationMemory _memory;
    private readonly TimeProvider _time;
    private readonly Action<InterlockChange> _changed;
    private readonly GoldenPartInterlock? _interlock;
    private int _sinceKept;

    /// <summary>An interlock as it was kept.</summary>
    /// <param name="settings">When to ask.</param>
    /// <param name="subject">What is judged, and by what.</param>
    /// <param name="memory">Where it is kept.</param>
    /// <param name="time">The clock.</param>
    /// <param name="changed">Gets what became of it; any thread, under a lock: be quick.</param>
    public StationInterlock(InterlockSettings settings, InterlockSubject subject, StationMemory memory, TimeProvider time, Action<InterlockChange> changed)
    {
        _memory = memory;
        _time = time;
        _changed = changed;
        if (!settings.Enabled)
            return;
        var plan = new GoldenPlan
        {
            Every = settings.Every > TimeSpan.Zero ? settings.Every : null,
            EveryParts = settings.EveryParts > 0 ? settings.EveryParts : null,
            PresentWithin = settings.PresentWithin,
            BadClasses = [.. settings.BadClasses],
        };
        _interlock = new GoldenPartInterlock(plan, subject, Kept(memory), Now);
        Keep();
    }

    /// <summary>What is allowed.</summary>
    public InterlockMode Mode => Look(interlock => interlock.Mode, InterlockMode.Running);

    /// <summary>Why it is not running; empty while it is.</summary>
    public string Reason => Look(interlock => interlock.Asks is { } part ? $"present the {NameOf(part)}: {interlock.Reason}" : interlock.Reason, "");

    private Moment Now => new(_time.GetElapsedTime(0), _time.GetUtcNow());

    /// <summary>A trigger fired: what is this part?</summary>
    public InterlockTicket Take()
    {
        InterlockChange change = InterlockChange.None;
        InterlockTicket ticket = Look(interlock => interlock.Take(Now, out change), default);
        Tell(change);
        return ticket;
    }

    /// <summary>A part will get no verdict: if it was taken for the golden part, that one is still awaited.</summary>
    public void Withdraw(InterlockTicket ticket) => Look(
        interlock =>
        {
            interlock.Withdraw(ticket);
            return true;
        },
        false);

    /// <summary>A part was judged: may the outputs follow, and was a golden part judged rightly?</summary>
    public InterlockRuling Judge(InterlockTicket ticket, Verdict verdict)
    {
        if (_interlock is null)
            return new InterlockRuling(true, InterlockChange.None);
        InterlockRuling ruling;
        lock (_gate)
        {
            ruling = _interlock.Judge(ticket, verdict, Now);
            if (ruling.Change.Event != InterlockEvent.None || ++_sinceKept >= KeepEvery)
                Keep();
        }

        Tell(ruling.Change);
        return ruling;
    }

    /// <summary>Time passes.</summary>
    public void Tick() => Change(interlock => interlock.Tick(Now));

    /// <summary>Another product, model, configuration or template may be in force.</summary>
    public void SubjectIs(InterlockSubject subject) => Change(interlock => interlock.SubjectChanged(subject, Now));

    /// <summary>Somebody asks for a check. False where the station has none.</summary>
    public bool Request()
    {
        Change(interlock => interlock.Request(Now));
        return _interlock is not null;
    }

    /// <summary>Somebody clears a trip.</summary>
    public void Clear(string by, string why) => Change(interlock => interlock.Clear(by, why, Now));

    /// <summary>How it stands, for messages; null without one.</summary>
    public StationGolden? Describe()
    {
        if (_interlock is null)
            return null;
        Moment now = Now;
        lock (_gate)
        {
            // To the second: the two clocks are read one after the other, which is no news.
            DateTimeOffset? Utc(TimeSpan? monotonic) => monotonic is { } at ? new DateTimeOffset((now.Utc + (at - now.Monotonic)).UtcTicks / TimeSpan.TicksPerSecond * TimeSpan.TicksPerSecond, TimeSpan.Zero) : null;
            GoldenPiece? asks = _interlock.Asks switch
            {
                GoldenPart.Good => GoldenPiece.Good,
                GoldenPart.Bad => GoldenPiece.Bad,
                GoldenPart.Blank => GoldenPiece.Blank,
                _ => null,
            };
            return new StationGolden(asks, Utc(_interlock.PresentBefore), _interlock.CheckedAt, Utc(_interlock.NextAt));
        }
    }

    private static InterlockSnapshot Kept(StationMemory memory)
    {
        if (memory.WasUnreadable)
            return InterlockSnapshot.Unreadable;
        if (memory.Interlock is not { } kept)
            return InterlockSnapshot.None;
        try
        {
            return kept.Deserialize<InterlockSnapshot>() ?? InterlockSnapshot.Unreadable;
        }
        catch (JsonException)
        {
            return InterlockSnapshot.Unreadable;
        }
    }

    private void Change(Func<GoldenPartInterlock, InterlockChange> act)
    {
        InterlockChange change = Look(interlock =>
        {
            InterlockChange change = act(interlock);
            if (change.Event != InterlockEvent.None)
                Keep();
            return change;
        }, InterlockChange.None);
        Tell(change);
    }

    private void Tell(InterlockChange change)
    {
        if (change.Event != InterlockEvent.None)
            _changed(change);
    }

    private T Look<T>(Func<GoldenPartInterlock, T> look, T without)
    {
        if (_interlock is null)
            return without;
        lock (_gate)
            return look(_interlock);
    }

    private void Keep()
    {
        _sinceKept = 0;
        _memory.Interlock = JsonSerializer.SerializeToElement(_interlock!.Snapshot);
    }

    private static string NameOf(GoldenPart part) => part switch
    {
        GoldenPart.Good => "known good part",
        GoldenPart.Bad => "known bad part",
        _ => "blank (no part)",
    };
}
