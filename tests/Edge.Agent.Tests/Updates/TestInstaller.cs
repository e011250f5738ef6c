using Edge.Agent.Updates;
using Edge.Contracts.Updates;

namespace Edge.Agent.Tests.Updates;

/// <summary>An installer that notes what it is asked, and fails where a test wants it to.</summary>
internal sealed class TestInstaller(ReleaseKind kind) : IReleaseInstaller
{
    public ReleaseKind Kind => kind;

    /// <summary>What was asked, in order; <c>force:NAME</c> for what was put in force.</summary>
    public List<string> Calls { get; } = [];

    /// <summary>What runs: its SHA-256; empty for what the device came with.</summary>
    public string Running { get; set; } = "";

    /// <summary>Called in each trial, by its name; throws what the trial is to throw.</summary>
    public Action<string, Candidate> Trial { get; set; } = (_, _) => { };

    /// <summary>Waited for in the shadow run.</summary>
    public Func<CancellationToken, Task> Shadow { get; set; } = _ => Task.CompletedTask;

    /// <summary>Whether it takes a restart to put something in force.</summary>
    public bool NeedsRestart { get; set; }

    /// <summary>Called when something is put in force, with its name; throws what that is to throw.</summary>
    public Action<string> Forcing { get; set; } = _ => { };

    /// <summary>Checks the form; by default there is none.</summary>
    public Func<Candidate, CancellationToken, Task> Form { get; set; } = (_, _) => Task.CompletedTask;

    public async Task StageAsync(Candidate candidate, CancellationToken cancellation)
    {
        await Note("stage", candidate);
        await Form(candidate, cancellation);
    }

    public Task SelfTestAsync(Candidate candidate, CancellationToken cancellation) => Note("selfTest", candidate);

    public async Task<double?> ReplayAsync(Candidate candidate, CancellationToken cancellation)
    {
        await Note("replay", candidate);
        return 0.25;
    }

    public async Task<ShadowFigures?> ShadowAsync(Candidate candidate, Action<ShadowFigures> told, CancellationToken cancellation)
    {
        await Note("shadow", candidate);
        await Shadow(cancellation);
        return new ShadowFigures(10, 1, 5);
    }

    public Task<Activation> PutInForceAsync(InstalledRelease release, string? file, bool isTrial, CancellationToken cancellation)
    {
        if (Running == release.Sha256)
            return Task.FromResult(Activation.InForce);
        Calls.Add("force:" + (release.Sha256.Length == 0 ? "factory" : release.Version));
        Forcing(release.Version);
        if (NeedsRestart)
            return Task.FromResult(Activation.NeedsRestart);
        Running = release.Sha256;
        return Task.FromResult(Activation.InForce);
    }

    public bool IsInForce(InstalledRelease release) => Running == release.Sha256;

    public Task CommitAsync(InstalledRelease release, CancellationToken cancellation)
    {
        Calls.Add("commit");
        return Task.CompletedTask;
    }

    private Task Note(string name, Candidate candidate)
    {
        Calls.Add(name);
        Trial(name, candidate);
        return Task.CompletedTask;
    }
}
