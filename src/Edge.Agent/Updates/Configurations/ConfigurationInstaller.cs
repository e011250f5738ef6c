using Edge.Agent.Configuration;
using Edge.Agent.Configuration.Checking;
using Edge.Agent.Configuration.Yaml;
using Edge.Contracts.Updates;

namespace Edge.Agent.Updates.Configurations;

/// <summary>A configuration: read and checked whole before it is in force, put in force all or nothing, back by itself when the broker is lost under it.</summary>
/// <param name="released">Which file the settings come from.</param>
/// <param name="labels">Class names of the model in force.</param>
/// <param name="reload">Reads the settings again and applies them.</param>
internal sealed class ConfigurationInstaller(
    ReleasedConfiguration released, Func<IReadOnlyList<string>> labels, Func<CancellationToken, Task<ConfigurationReload>> reload) : IReleaseInstaller
{
    private const int FaultsTold = 5;

    public ReleaseKind Kind => ReleaseKind.Configuration;

    public Task StageAsync(Candidate candidate, CancellationToken cancellation)
    {
        string name = candidate.Release.Target;
        var faults = new FaultList(new SettingsLocations(new SettingsLocation(name)));
        ConfigNode? root = YamlText.ReadBytes(candidate.File, name, faults) is { } bytes && YamlText.Decode(bytes, name, faults) is { } text
            ? YamlDocument.Read(text, name, faults)
            : null;
        if (faults.HasFaults)
            throw new UpdateRefusedException(UpdateFault.Form, Told(faults.Faults), "yaml");
        if (root is not MapNode map)
            throw new UpdateRefusedException(UpdateFault.Form, $"configuration '{name}' is no section of keys and values", "yaml");
        if (ReleasedConfiguration.LocalSections.FirstOrDefault(section => map.Find(section) is not null) is { } local)
            throw new UpdateRefusedException(UpdateFault.Form, $"configuration '{name}' has the section '{local}', which is the device's own; allowed: the others", "localSection");
        return Task.CompletedTask;
    }

    public Task SelfTestAsync(Candidate candidate, CancellationToken cancellation)
    {
        SettingsResult result = released.Try(candidate.File);
        if (!result.IsValid)
            throw new UpdateRefusedException(UpdateFault.SelfTest, Told(result.Faults), "settings");
        RuleResolution rules = RuleResolver.Resolve(result.Settings, labels(), result.Locations);
        // Where it names another model, that model's labels count, and applying it checks them.
        if (!rules.IsValid && result.Settings.Model.Path.Length == 0)
            throw new UpdateRefusedException(UpdateFault.SelfTest, Told(rules.Faults), "rules");
        return Task.CompletedTask;
    }

    public Task<double?> ReplayAsync(Candidate candidate, CancellationToken cancellation) => Task.FromResult<double?>(null);

    public Task<ShadowFigures?> ShadowAsync(Candidate candidate, Action<ShadowFigures> told, CancellationToken cancellation) => Task.FromResult<ShadowFigures?>(null);

    public async Task<Activation> PutInForceAsync(InstalledRelease release, string? file, bool isTrial, CancellationToken cancellation)
    {
        if (IsInForce(release))
            return Activation.InForce;
        ConfigurationReload done = await reload(cancellation);
        if (done.Faults.Count > 0)
            throw new UpdateRefusedException(UpdateFault.Activation, string.Join("; ", done.Faults.Take(FaultsTold)));
        if (!IsInForce(release))
            throw new UpdateRefusedException(UpdateFault.Activation, $"the configuration was passed over: {released.PassedOver}");
        return done.AfterRestart.Count > 0 ? Activation.NeedsRestart : Activation.InForce;
    }

    public bool IsInForce(InstalledRelease release) => released.InForce == release.Sha256;

    public Task CommitAsync(InstalledRelease release, CancellationToken cancellation) => Task.CompletedTask;

    private static string Told(IReadOnlyList<SettingsFault> faults) =>
        string.Join("; ", faults.Take(FaultsTold)) + (faults.Count > FaultsTold ? $" and {faults.Count - FaultsTold} more" : "");
}
