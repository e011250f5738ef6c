using System.Text.Json;
using Edge.Agent.Configuration;
using Edge.Agent.Configuration.Description;
using Edge.Agent.Messaging;
using Edge.Agent.Pipeline;
using Edge.Agent.Updates.Configurations;
using Edge.Contracts.Messages;
using Edge.Vision.Inference;
using Microsoft.Extensions.Logging;

namespace Edge.Agent.Hosting;

/// <summary>
/// Applies changed settings to a running agent, all or nothing: a model that is refused, or a rule that the model cannot serve,
/// leaves everything as it was. One change at a time.
/// </summary>
internal sealed class ReloadHandler : IConfigurationReloader, IDesiredHandler, IDisposable
{
    private readonly AgentHost _host;
    private readonly SettingsMonitor _monitor;
    private readonly ModelLoader _loader;
    private readonly ILogger _log;
    private readonly SemaphoreSlim _oneAtATime = new(1, 1);
    private EdgeSettings _applied;
    private volatile Task<IReadOnlyList<string>> _applying = Task.FromResult<IReadOnlyList<string>>([]);

    /// <summary>A handler for <paramref name="host"/>, which runs on <paramref name="applied"/>.</summary>
    public ReloadHandler(AgentHost host, SettingsMonitor monitor, EdgeSettings applied, ModelLoader loader, ILogger log)
    {
        _host = host;
        _monitor = monitor;
        _applied = applied;
        _loader = loader;
        _log = log;
        _monitor.Reloaded += (_, reload) => _applying = ApplyAsync(reload);
    }

    /// <summary>The settings in force.</summary>
    public EdgeSettings Applied => Volatile.Read(ref _applied);

    /// <summary>Which file the settings come from, where configurations may come as releases; null where they may not.</summary>
    public ReleasedConfiguration? Released { get; init; }

    /// <summary>The local configuration file; null without one.</summary>
    public string? ConfigPath { get; init; }

    /// <summary>Whether two cameras' settings mean the same.</summary>
    public static bool AreSame(CameraSettings left, CameraSettings right) => CameraTable.Camera.AreEqual(left, right);

    /// <summary>Whether settings want another model than others: by name, or because the cameras that decide have changed.</summary>
    public static bool MeansAnotherModel(EdgeSettings next, EdgeSettings applied) =>
        !ModelTable.Model.AreEqual(next.Model, applied.Model)
        || (next.Model.Path.Length == 0 && ShippedPacks.For(next.Cameras) != ShippedPacks.For(applied.Cameras));

    /// <summary>Reads the settings again, for a release that has just come into force or gone.</summary>
    public async Task<ConfigurationReload> ReloadReleasedAsync(CancellationToken cancellationToken)
    {
        SettingsReload reload = _monitor.Reload();
        return new ConfigurationReload(await _applying.WaitAsync(cancellationToken), reload.AfterRestart);
    }

    /// <inheritdoc/>
    public async Task<IReadOnlyList<string>> ReloadAsync(CancellationToken cancellationToken)
    {
        // Reloaded is raised inside Reload, whoever asked for it, and applying starts there, once.
        _monitor.Reload();
        return await _applying.WaitAsync(cancellationToken);
    }

    /// <summary>
    /// Acknowledges the version, on a device that is enrolled with no cloud. A configuration inside is refused: whoever can write to the broker could name any source,
    /// a pipeline that reads or writes files included, and a message on <c>desired</c> carries no signature.
    /// </summary>
    public Task<IReadOnlyList<string>> ApplyAsync(DesiredState desired, CancellationToken cancellationToken) =>
        Task.FromResult<IReadOnlyList<string>>(desired switch
        {
            { Configuration.ValueKind: not JsonValueKind.Null } =>
                ["configuration: refused, since a message on this topic is not signed; allowed: a version alone. Change edge.yaml and send command/reload"],
            { Targets.Count: > 0 } => ["targets: refused, since this device is enrolled with no cloud; allowed: a version alone. See edge-agent enroll"],
            _ => [],
        });

    /// <inheritdoc/>
    public void Dispose() => _oneAtATime.Dispose();

    private async Task<IReadOnlyList<string>> ApplyAsync(SettingsReload reload)
    {
        if (!reload.Result.IsValid)
        {
            foreach (SettingsFault fault in reload.Result.Faults)
                _log.LogError("Configuration not reloaded, the last good one stays: {Fault}", fault);
            return [.. reload.Result.Faults.Select(fault => fault.ToString())];
        }

        await _oneAtATime.WaitAsync();
        try
        {
            return await ApplyAsync(_monitor.Current, reload, CancellationToken.None);
        }
        catch (Exception e) // loop edge: a reload that fails must not end the agent
        {
            _log.LogError(e, "Configuration not reloaded, the last good one stays");
            return [e.Message];
        }
        finally
        {
            _oneAtATime.Release();
        }
    }

    private async Task<IReadOnlyList<string>> ApplyAsync(EdgeSettings next, SettingsReload reload, CancellationToken cancellationToken)
    {
        foreach (string name in reload.AfterRestart)
            _log.LogWarning("{Setting} takes effect after a restart", name);
        if (EdgeTable.Root.AreEqual(next, _applied))
            return [];

        ModelSet? fresh = null;
        if (MeansAnotherModel(next, _applied))
        {
            try
            {
                fresh = await _loader.OpenAsync(next, cancellationToken);
            }
            catch (ModelRefusedException e)
            {
                _log.LogError("Configuration not reloaded, the last good one stays: {Fault}", e.Message);
                return [e.Message];
            }
        }

        IReadOnlyList<string> labels = fresh?.Detector.Definition.Labels ?? _host.Models.Definition.Labels;
        RuleResolution rules = RuleResolver.Resolve(next, labels, reload.Result.Locations);
        if (!rules.IsValid)
        {
            fresh?.Release();
            foreach (SettingsFault fault in rules.Faults)
                _log.LogError("Configuration not reloaded, the last good one stays: {Fault}", fault);
            return [.. rules.Faults.Select(fault => fault.ToString())];
        }

        // Cameras that changed stop under the old model and start under the new one; the others swap between two frames.
        if (fresh is not null)
        {
            _host.Models.Swap(fresh);
            await _host.Messenger.Connection.SetModelAsync(fresh.Detector.Definition.Name, cancellationToken);
        }

        await _host.Cameras.ApplyAsync(next, AreSame);
        _host.Messenger.AnnounceToHomeAssistant(HomeAssistantView.Of(next, AgentHost.Version));
        Volatile.Write(ref _applied, next);
        _log.LogInformation("Configuration reloaded");
        return [];
    }
}
