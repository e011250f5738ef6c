using Edge.Agent.Health;
using Microsoft.Extensions.Logging;

namespace Edge.Agent.Gpio;

/// <summary>
/// A light that says how the device is, in patterns (<see cref="LightPattern"/>): of what is true at a time, the gravest. Off when the agent ends. Thread safe.
/// A line that cannot be used costs one log line; the agent goes on without a light.
/// </summary>
public sealed class StatusLight : IHealthListener, IDisposable
{
    private readonly Lock _gate = new();
    private readonly ILogger<StatusLight> _log;
    private readonly LightPlayer? _player;
    private bool? _isWatching;
    private bool _isSlowed;
    private readonly HashSet<string> _failSafe = new(StringComparer.Ordinal);

    /// <summary>The light of the bank's settings, which says "starting" until the first report; none where they have none.</summary>
    public StatusLight(LineBank lines, TimeProvider time, ILogger<StatusLight> log)
    {
        _log = log;
        try
        {
            if (lines.OpenStatusLight() is { } line)
                _player = new LightPlayer(line, time, Complain);
        }
        catch (LineException e)
        {
            Complain(e);
        }

        Play();
    }

    /// <summary>True while the light works.</summary>
    public bool IsUsable => _player?.IsUsable ?? false;

    /// <inheritdoc/>
    public void HealthChanged(HealthReport report) => Change(() => _isWatching = report.IsWatching);

    /// <summary>Whether cameras are slowed, since the chip is hot.</summary>
    public void SlowedChanged(bool isSlowed) => Change(() => _isSlowed = isSlowed);

    /// <summary>Whether a station is in fail-safe; the light says so while any is.</summary>
    public void FailSafeChanged(string station, bool isFailSafe) => Change(() => _ = isFailSafe ? _failSafe.Add(station) : _failSafe.Remove(station));

    /// <summary>Puts the light out.</summary>
    public void Dispose() => _player?.Dispose();

    private void Change(Action change)
    {
        lock (_gate)
        {
            change();
            Play();
        }
    }

    private void Play() => _player?.Play((_failSafe.Count > 0, _isWatching, _isSlowed) switch
    {
        (true, _, _) => LightPattern.FailSafe,
        (_, false, _) => LightPattern.Blind,
        (_, null, _) => LightPattern.Starting,
        (_, _, true) => LightPattern.Slowed,
        _ => LightPattern.Watching,
    });

    private void Complain(LineException e) => _log.LogError("The status light cannot be used: {Error} The agent goes on without it.", e.Message);
}
