using System.Device.Gpio;
using System.Device.Gpio.Drivers;
using Edge.Agent.Configuration;
using Edge.Agent.Health;
using Microsoft.Extensions.Logging;

namespace Edge.Agent.Gpio;

/// <summary>
/// A light on a GPIO line: on while every camera is watched, blinking while the device is blind or stuck, off when the agent ends.
/// A line that cannot be used costs one log line; the agent goes on without a light.
/// </summary>
public sealed class StatusLight : IHealthListener, IDisposable
{
    private static readonly TimeSpan BlinkEvery = TimeSpan.FromMilliseconds(500);

    private readonly Lock _gate = new();
    private readonly GpioSettings _settings;
    private readonly ILogger<StatusLight> _log;
    private readonly ITimer? _blink;
    private GpioController? _controller;
    private GpioPin? _pin;
    private bool _isOn;

    /// <summary>A light on the chip and line of the settings, off until the first report.</summary>
    public StatusLight(GpioSettings settings, TimeProvider time, ILogger<StatusLight> log)
        : this(settings, time, log, chip => new LibGpiodDriver(chip))
    {
    }

    internal StatusLight(GpioSettings settings, TimeProvider time, ILogger<StatusLight> log, Func<int, GpioDriver> open)
    {
        _settings = settings;
        _log = log;
        if (settings.StatusLine < 0)
            return;
        Try("opened", () =>
        {
            _controller = new GpioController(open(settings.Chip));
            _pin = _controller.OpenPin(settings.StatusLine, PinMode.Output, PinValue.Low);
        });
        if (_pin is not null)
            _blink = time.CreateTimer(_ => Set(on: null), null, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
    }

    /// <summary>True while the light works.</summary>
    public bool IsUsable => _pin is not null;

    /// <inheritdoc/>
    public void HealthChanged(HealthReport report)
    {
        _blink?.Change(
            report.IsWatching ? Timeout.InfiniteTimeSpan : BlinkEvery,
            report.IsWatching ? Timeout.InfiniteTimeSpan : BlinkEvery);
        Set(on: report.IsWatching ? true : null);
    }

    /// <summary>Puts the light out.</summary>
    public void Dispose()
    {
        _blink?.Dispose();
        Set(on: false);
        lock (_gate)
            Close();
    }

    /// <summary>Switches the light; null turns it around.</summary>
    private void Set(bool? on)
    {
        lock (_gate)
        {
            if (_pin is not { } pin)
                return;
            _isOn = on ?? !_isOn;
            Try("switched", () => pin.Write(_isOn));
        }
    }

    private void Try(string what, Action action)
    {
        try
        {
            action();
        }
        // What the driver throws for an absent chip, line, permission or library; a line in use is an IOException too.
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or InvalidOperationException or PlatformNotSupportedException or DllNotFoundException or TypeInitializationException)
        {
            _log.LogError("The status light on line {Line} of GPIO chip {Chip} cannot be {What}: {Error}. The agent goes on without it.", _settings.StatusLine, _settings.Chip, what, e.Message);
            Close();
        }
    }

    private void Close()
    {
        _pin = null;
        GpioController? controller = _controller;
        _controller = null;
        controller?.Dispose();
    }
}
