namespace Edge.Tool.Fleet.Simulation;

/// <summary>All devices of a simulation and the clock that calls them.</summary>
internal sealed class SimulatedFleet : IAsyncDisposable
{
    private const int TicksASecond = 10;
    private readonly SimulationParts _parts;
    private readonly SimulatedDevice[] _devices;
    private readonly CancellationTokenSource _end = new();
    private readonly List<Task> _running = [];

    /// <summary>A fleet that is not connected yet.</summary>
    public SimulatedFleet(IReadOnlyList<DeviceIdentity> identities, SimulationParts parts)
    {
        _parts = parts;
        // Each opens its key and its certificate's chain, which takes milliseconds.
        _devices = new SimulatedDevice[identities.Count];
        Parallel.For(0, _devices.Length, i => _devices[i] = new SimulatedDevice(identities[i], parts, seed: i));
    }

    /// <summary>The devices.</summary>
    public IReadOnlyList<SimulatedDevice> Devices => _devices;

    /// <summary>Alerts that the cloud has not acknowledged.</summary>
    public long Pending => _devices.Sum(device => (long)device.Pending);

    /// <summary>Has every device connect, at once.</summary>
    public void Connect()
    {
        foreach (SimulatedDevice device in _devices)
            _running.Add(Task.Run(() => device.RunAsync(_end.Token)));
        _running.Add(Task.Run(() => TickAsync(_end.Token)));
    }

    /// <summary>Has every device raise <see cref="SimulationSettings.AlertsPerDevice"/> alerts, evenly over <see cref="SimulationSettings.BurstOver"/>.</summary>
    public async Task BurstAsync(CancellationToken cancel)
    {
        long total = (long)_devices.Length * _parts.Settings.AlertsPerDevice;
        long raised = 0;
        long start = _parts.Time.GetTimestamp();
        while (raised < total)
        {
            double share = _parts.Settings.BurstOver > TimeSpan.Zero ? _parts.Time.GetElapsedTime(start) / _parts.Settings.BurstOver : 1;
            long due = Math.Min(total, (long)(share * total) + 1);
            for (; raised < due; raised++)
                _devices[raised % _devices.Length].Raise();
            await Task.Delay(TimeSpan.FromMilliseconds(5), _parts.Time, cancel);
        }
    }

    /// <inheritdoc />
    public async ValueTask DisposeAsync()
    {
        await _end.CancelAsync();
        await Task.WhenAll(_running).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        foreach (SimulatedDevice device in _devices)
            device.Dispose();
        _end.Dispose();
    }

    private async Task TickAsync(CancellationToken cancel)
    {
        for (int round = 0; !cancel.IsCancellationRequested; round++)
        {
            // A tenth of the fleet each tenth of a second: no device hears the clock less than once a second, and no second has a peak.
            for (int i = round % TicksASecond; i < _devices.Length; i += TicksASecond)
                _devices[i].Tick();
            await Task.Delay(TimeSpan.FromSeconds(1.0 / TicksASecond), _parts.Time, cancel).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }
}
