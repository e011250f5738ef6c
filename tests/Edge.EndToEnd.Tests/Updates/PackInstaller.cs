using System.Globalization;
using Edge.Agent.Updates;
using Edge.Contracts.Packs;
using Edge.Contracts.Updates;

namespace Edge.EndToEnd.Tests.Updates;

/// <summary>Takes packs as the agent does, but opens no session: a life of this harness lasts a second, not ten. What trials of models do has its own tests.</summary>
internal sealed class PackInstaller(string inForce) : IReleaseInstaller
{
    private string _inForce = inForce;

    public ReleaseKind Kind => ReleaseKind.Model;

    public Task StageAsync(Candidate candidate, CancellationToken cancellation)
    {
        PackReader.Open(candidate.File, new Version(1, 0));
        return Task.CompletedTask;
    }

    public Task SelfTestAsync(Candidate candidate, CancellationToken cancellation) =>
        UpdateShelf.IsBad(int.Parse(candidate.Release.Version, CultureInfo.InvariantCulture))
            ? throw new UpdateRefusedException(UpdateFault.SelfTest, "golden vectors are missed")
            : Task.CompletedTask;

    public Task<double?> ReplayAsync(Candidate candidate, CancellationToken cancellation) => Task.FromResult<double?>(0);

    public Task<ShadowFigures?> ShadowAsync(Candidate candidate, Action<ShadowFigures> told, CancellationToken cancellation) => Task.FromResult<ShadowFigures?>(new ShadowFigures(1, 0, 1));

    public Task<Activation> PutInForceAsync(InstalledRelease release, string? file, bool isTrial, CancellationToken cancellation)
    {
        if (file is not null)
            PackReader.Open(file, new Version(1, 0));
        _inForce = release.Sha256;
        return Task.FromResult(Activation.InForce);
    }

    public bool IsInForce(InstalledRelease release) => _inForce == release.Sha256;

    public Task CommitAsync(InstalledRelease release, CancellationToken cancellation) => Task.CompletedTask;
}
