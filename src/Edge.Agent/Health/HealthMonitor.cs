using Edge.Agent.Health.Systemd;
using Edge.Domain.Frames;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Edge.Agent.Health;

/// <summary>
/// The loop around <see cref="HealthPolicy"/>: every second it reads all parts, restarts those that are stuck, feeds the service
/// manager's watchdog, and tells the listeners and the log about each change once.
/// </summary>
public sealed class HealthMonitor : BackgroundService
{
    /// <summary>The process's exit status after giving up (EX_SOFTWARE of sysexits.h).</summary>
    public const int GaveUpExitCode = 70;

    /// <summary>A restart that takes longer has failed.</summary>
    public static readonly TimeSpan RestartTimeout = TimeSpan.FromSeconds(15);

    private static readonly TimeSpan Tick = TimeSpan.FromSeconds(1);

    private readonly HealthRegistry _registry;
    private readonly HealthPolicy _policy;
    private readonly IReadOnlyList<IHealthListener> _listeners;
    private readonly SystemdNotifier _systemd;
    private readonly TimeProvider _time;
    private readonly ILogger<HealthMonitor> _log;
    private readonly long _start;
    private IReadOnlyList<PartVerdict> _told = [];
    private long? _fedAt;
    private bool _gaveUp;

    /// <summary>A monitor; <see cref="BackgroundService.StartAsync"/> starts its loop.</summary>
    public HealthMonitor(
        HealthRegistry registry, HealthPolicy policy, IEnumerable<IHealthListener> listeners, SystemdNotifier systemd, TimeProvider time, ILogger<HealthMonitor> log)
    {
        _registry = registry;
        _policy = policy;
        _listeners = [.. listeners];
        _systemd = systemd;
        _time = time;
        _log = log;
        _start = time.GetTimestamp();
    }

    /// <summary>
    /// What to do when restarts don't help: end the process with <see cref="GaveUpExitCode"/>, without waiting for what hangs.
    /// Called once, with the reason.
    /// </summary>
    public Action<string>? GiveUp { get; init; }

    /// <summary>The last report; null before the first.</summary>
    public HealthReport? LastReport { get; private set; }

    /// <summary>Restarts of parts since the start.</summary>
    public long Restarts => _policy.RestartCount;

    /// <inheritdoc/>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Tick, _time);
        try
        {
            while (await timer.WaitForNextTickAsync(stoppingToken))
                Check(stoppingToken);
        }
        catch (OperationCanceledException)
        {
            // The host stops.
        }
    }

    /// <summary>One round of the loop.</summary>
    internal void Check(CancellationToken stoppingToken)
    {
        HealthDecision decision = _policy.Decide(_registry.Read(_time.GetElapsedTime(_start)));
        foreach (PartVerdict stuck in decision.Restarts)
            _ = RestartAsync(stuck, stoppingToken);
        Tell(decision);
        if (decision.FeedWatchdog && !_gaveUp)
            FeedWatchdog();
        if (decision.GiveUp is { } reason && !_gaveUp)
        {
            _gaveUp = true;
            _log.LogCritical("Giving up: {Reason}. The process ends; its service manager decides.", reason);
            _systemd.Status("giving up: " + reason);
            GiveUp?.Invoke(reason);
        }
    }

    private void FeedWatchdog()
    {
        if (_systemd.WatchdogInterval is not { } interval || (_fedAt is { } fed && _time.GetElapsedTime(fed) + (Tick / 2) < interval))
            return;
        _systemd.Watchdog();
        _fedAt = _time.GetTimestamp();
    }

    private void Tell(HealthDecision decision)
    {
        if (LastReport is not null && decision.Verdicts.SequenceEqual(_told))
            return;
        LogChanges(decision.Verdicts);
        _told = decision.Verdicts;
        var at = new Moment(_time.GetElapsedTime(_start), _time.GetUtcNow());
        var report = new HealthReport(at, decision.IsWatching, decision.IsStuck, decision.Verdicts, _policy.RestartCount);
        LastReport = report;
        _systemd.Status(report.Summary);
        foreach (IHealthListener listener in _listeners)
        {
            try
            {
                listener.HealthChanged(report);
            }
            catch (Exception e) // loop edge: one listener's fault must not silence the others, nor stop the watching
            {
                _log.LogError(e, "{Listener} failed to take a health report.", listener.GetType().Name);
            }
        }
    }

    private void LogChanges(IReadOnlyList<PartVerdict> verdicts)
    {
        var before = _told.ToDictionary(v => v.Key);
        foreach (PartVerdict now in verdicts)
        {
            before.TryGetValue(now.Key, out PartVerdict? was);
            if (now == was || (was is null && now.State == PartState.Healthy))
                continue;
            if (now.State == PartState.Healthy)
                _log.LogInformation("The {Part} works again.", now.Key);
            else
                _log.LogWarning("The {Part} is {State}: {Reason}.", now.Key, now.State == PartState.Blind ? "blind" : "stuck", now.Reason);
        }
    }

    private async Task RestartAsync(PartVerdict stuck, CancellationToken stoppingToken)
    {
        if (_registry.Restartable(stuck.Key) is not { } part)
        {
            _log.LogError("The {Part} is stuck and nothing can restart it.", stuck.Key);
            return;
        }

        _log.LogWarning("Restarting the {Part}: {Reason}.", stuck.Key, stuck.Reason);
        try
        {
            // On the pool: a part's restart may block before its first await, and the monitor's loop feeds the watchdog.
            await Task.Run(() => part.RestartAsync(stuck.Reason, stoppingToken), stoppingToken).WaitAsync(RestartTimeout, _time, stoppingToken);
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // The process ends anyway.
        }
        catch (Exception e) // loop edge: a failed restart counts against the limit, whatever failed
        {
            _log.LogError(e, "The {Part} did not restart.", stuck.Key);
        }
    }
}
