using System.CommandLine;
using System.Diagnostics;
using System.Runtime.InteropServices;
using System.Text.Json.Nodes;
using Edge.Agent.Cloud;
using Edge.Agent.Configuration;
using Edge.Agent.Health;
using Edge.Agent.Hosting;
using Edge.Agent.Identity;
using Edge.Agent.Updates;
using Edge.Agent.Updates.Configurations;
using Edge.Vision.Inference;
using Microsoft.Extensions.Logging;

namespace Edge.Agent.Commands;

/// <summary><c>edge-agent run</c>: the agent itself, until SIGTERM, SIGINT or what the options say. SIGHUP reads the configuration again.</summary>
internal static class RunCommand
{
    public static Command Create()
    {
        var runFor = new Option<string>("--for") { Description = "End by itself after this time: 30s, 5m, 1h" };
        var exitWhenDone = new Option<bool>("--exit-when-done") { Description = "End by itself when every source is a recording and at its end" };
        var summary = new Option<string>("--summary") { Description = "Write a summary of the run to this file, as JSON" };
        var command = new Command("run", "Watch the cameras, raise alerts, tell them over MQTT.") { runFor, exitWhenDone, summary };
        CommonOptions common = CommonOptions.AddTo(command);
        command.SetAction(async parsed =>
        {
            if (!Durations.TryParse(parsed.GetValue(runFor), out TimeSpan? limit))
            {
                await Console.Error.WriteLineAsync($"--for is '{parsed.GetValue(runFor)}'; allowed: a time with its unit, such as 30s, 5m or 1h");
                return ExitStatus.BadInput;
            }

            return await RunAsync(new AgentOptions
            {
                ConfigPath = common.ConfigPath(parsed),
                Overrides = common.Overrides(parsed),
                RunFor = limit,
                ExitWhenDone = parsed.GetValue(exitWhenDone),
                SummaryPath = parsed.GetValue(summary),
            });
        });
        return command;
    }

    private static async Task<int> RunAsync(AgentOptions options)
    {
        using ILoggerFactory loggers = AgentLog.Create();
        IReadOnlyDictionary<string, string> environment = SettingsLoader.ProcessEnvironment();
        var released = new ReleasedConfiguration(options.ConfigPath, environment, options.Overrides);
        SettingsResult Load() => EnrolledSettings.Apply(released.Load());
        // Before anything is read that an update may have changed.
        if (SettingsLoader.Load(options.ConfigPath, environment, options.Overrides) is { IsValid: true } local)
            new UpdateRecovery(new UpdateFolders(local.Settings.Device.DataPath), loggers.CreateLogger<UpdateRecovery>()).Run();
        SettingsResult loaded = Load();
        if (loaded.Faults.Count + loaded.Warnings.Count > 0)
            await Console.Error.WriteLineAsync(loaded.ToText());
        if (!loaded.IsValid)
            return ExitStatus.BadInput;

        EdgeSettings settings = loaded.Settings;
        using var stop = new CancellationTokenSource();
        using PosixSignalRegistration term = PosixSignalRegistration.Create(PosixSignal.SIGTERM, signal => End(signal, stop));
        using PosixSignalRegistration interrupt = PosixSignalRegistration.Create(PosixSignal.SIGINT, signal => End(signal, stop));
        using var monitor = new SettingsMonitor(options.ConfigPath, settings, Load, TimeProvider.System);
        try
        {
            return await RunAsync((settings, loaded.Locations, released), options, monitor, loggers, stop.Token);
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
            return ExitStatus.Done;
        }
        catch (ModelRefusedException e)
        {
            await Console.Error.WriteLineAsync("edge-agent: " + e.Message);
            return ExitStatus.BadInput;
        }
        catch (DeviceKeyException e)
        {
            await Console.Error.WriteLineAsync("edge-agent: " + e.Message);
            return ExitStatus.BadInput;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            await Console.Error.WriteLineAsync($"edge-agent: device.dataPath '{settings.Device.DataPath}': {e.Message}");
            return ExitStatus.BadInput;
        }
    }

    private static async Task<int> RunAsync(
        (EdgeSettings Settings, SettingsLocations Locations, ReleasedConfiguration Released) loaded, AgentOptions options, SettingsMonitor monitor, ILoggerFactory loggers, CancellationToken stop)
    {
        (EdgeSettings settings, SettingsLocations locations, ReleasedConfiguration released) = loaded;
        ILogger log = loggers.CreateLogger("Edge.Agent");
        var loader = new ModelLoader(settings.Device.DataPath, loggers);
        AgentHost host = await AgentHost.StartAsync(settings, agent => new ReloadHandler(agent, monitor, settings, loader, log) { Released = released, ConfigPath = options.ConfigPath }, locations, loggers, stop);
        long started = Stopwatch.GetTimestamp();
        using PosixSignalRegistration hangUp = PosixSignalRegistration.Create(PosixSignal.SIGHUP, signal =>
        {
            signal.Cancel = true;
            host.Systemd.Reloading();
            monitor.Reload();
            host.Systemd.Ready();
        });
        monitor.Start();

        Task limit = options.RunFor is { } time ? Task.Delay(time, TimeProvider.System, stop) : Task.Delay(Timeout.Infinite, stop);
        Task done = options.ExitWhenDone ? host.Cameras.AllCompleted : limit;
        Task restart = host.Updates.RestartWanted;
        await Task.WhenAny(limit, done, restart, host.GaveUp.Task);
        TimeSpan ran = Stopwatch.GetElapsedTime(started);
        if (host.GaveUp.Task.IsCompleted)
        {
            // Something hangs beyond repair: waiting for it in an orderly end would hang too.
            Environment.Exit(HealthMonitor.GaveUpExitCode);
        }

        IReadOnlyList<CameraMetrics> metrics = host.Cameras.Metrics;
        ModelDefinition model = host.Models.Definition;
        await host.DisposeAsync();
        JsonObject summary = RunSummary.Make(metrics, host.Outbox, model, ran);
        log.LogInformation("Ended after {Seconds:0.0} s: {Frames} frames, {Inferences} inferences, {Alerts} alerts", ran.TotalSeconds, (long)summary["frames"]!, (long)summary["inferences"]!, (long)summary["alerts"]!);
        if (options.SummaryPath is { } path)
            await File.WriteAllTextAsync(path, summary.ToJsonString() + "\n", CancellationToken.None);
        return restart.IsCompleted && !stop.IsCancellationRequested ? ExitStatus.StartAgain : ExitStatus.Done;
    }

    private static void End(PosixSignalContext signal, CancellationTokenSource stop)
    {
        signal.Cancel = true;
        stop.Cancel();
    }
}
