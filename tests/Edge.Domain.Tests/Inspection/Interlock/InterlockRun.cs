using Edge.Domain.Frames;
using Edge.Domain.Geometry;
using Edge.Domain.Inspection;
using Edge.Domain.Inspection.Interlock;

namespace Edge.Domain.Tests.Inspection.Interlock;

/// <summary>An interlock with a clock of its own, and the answers to its questions.</summary>
internal sealed class InterlockRun
{
    private static readonly DateTimeOffset _start = new(2026, 6, 1, 6, 0, 0, TimeSpan.Zero);
    private readonly GoldenPlan _plan;
    private InterlockSubject _subject = new("board-7", "sha256:1");
    private TimeSpan _elapsed;
    private TimeSpan _booted;
    private TimeSpan _clockError;

    public InterlockRun(GoldenPlan? plan = null, InterlockSnapshot? kept = null)
    {
        _plan = plan ?? new GoldenPlan();
        Interlock = new GoldenPartInterlock(_plan, _subject, kept ?? InterlockSnapshot.None, Now);
    }

    public static Verdict Pass { get; } = new(Outcome.Pass, [], [], []);

    public static Verdict Fail { get; } = FailWith("spur");

    public static Verdict NoPart { get; } = Verdict.CannotJudge(Doubt.NoPart, "no part");

    public static Verdict Blurred { get; } = Verdict.CannotJudge(Doubt.Blurred, "sharpness 2, at least 9 is needed");

    public GoldenPartInterlock Interlock { get; private set; }

    /// <summary>The machine's own clock starts anew with each boot, and the wall clock may be wrong.</summary>
    public Moment Now => new(_elapsed - _booted, _start + _elapsed + _clockError);

    public static Verdict FailWith(params string[] classes) =>
        new(Outcome.Fail, [], [.. classes.Select(name => new Defect(name, DefectFinder.Model, 0.9f, new BoxPx(1, 2, 3, 4), null))], ["a limit was passed"]);

    public static Verdict Right(GoldenPart part) => part switch
    {
        GoldenPart.Good => Pass,
        GoldenPart.Bad => Fail,
        _ => NoPart,
    };

    public void Wait(TimeSpan time) => _elapsed += time;

    public void SetClock(TimeSpan error) => _clockError = error;

    public InterlockRuling Present(Verdict verdict)
    {
        InterlockTicket ticket = Interlock.Take(Now, out _);
        return Interlock.Judge(ticket, verdict, Now);
    }

    /// <summary>Answers what is asked for, rightly, until nothing is.</summary>
    public InterlockRun PassCheck()
    {
        while (Interlock.Asks is { } part)
            Present(Right(part));
        return this;
    }

    public InterlockChange Change(string product, string digest) => Interlock.SubjectChanged(_subject = new InterlockSubject(product, digest), Now);

    /// <summary>The power fails and comes back.</summary>
    public void Restart()
    {
        InterlockSnapshot kept = Interlock.Snapshot;
        _booted = _elapsed;
        Interlock = new GoldenPartInterlock(_plan, _subject, kept, Now);
    }
}
