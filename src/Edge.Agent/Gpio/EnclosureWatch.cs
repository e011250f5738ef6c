using System.Device.I2c;
using Edge.Agent.Configuration;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Edge.Agent.Gpio;

/// <summary>Reads the enclosure's sensor every ten seconds. A sensor that fails is told once and opened again at the next reading; until then there is no number.</summary>
public sealed class EnclosureWatch : BackgroundService
{
    /// <summary>How often it is read.</summary>
    public static readonly TimeSpan Period = TimeSpan.FromSeconds(10);

    private readonly EnclosureSettings _settings;
    private readonly TimeProvider _time;
    private readonly ILogger<EnclosureWatch> _log;
    private readonly Func<I2cConnectionSettings, I2cDevice> _i2c;
    private EnclosureSensor? _sensor;
    private EnclosureReading? _last;
    private string _fault = "";

    /// <summary>A watch over the sensor of the settings; without one it does nothing.</summary>
    public EnclosureWatch(EnclosureSettings settings, TimeProvider time, ILogger<EnclosureWatch> log)
        : this(settings, time, log, I2cDevice.Create)
    {
    }

    internal EnclosureWatch(EnclosureSettings settings, TimeProvider time, ILogger<EnclosureWatch> log, Func<I2cConnectionSettings, I2cDevice> i2c)
    {
        _settings = settings;
        _time = time;
        _log = log;
        _i2c = i2c;
    }

    /// <summary>The last reading; null without a sensor, or while it fails. Thread safe.</summary>
    public EnclosureReading? Last => Volatile.Read(ref _last);

    /// <inheritdoc/>
    public override void Dispose()
    {
        _sensor?.Dispose();
        base.Dispose();
    }

    /// <summary>One reading.</summary>
    internal void Read()
    {
        try
        {
            _sensor ??= new EnclosureSensor(_settings, _i2c);
            Volatile.Write(ref _last, _sensor.Read());
            if (_fault.Length > 0)
                _log.LogInformation("{Sensor} works again", EnclosureSensor.NameOf(_settings));
            _fault = "";
        }
        catch (SensorException e)
        {
            Volatile.Write(ref _last, null);
            _sensor?.Dispose();
            _sensor = null;
            // Nonsense is another number each time: one fault is told once, however its text goes on.
            if (_fault.Length == 0)
                _log.LogError("{Error} It is tried again every {Period} s", e.Message, Period.TotalSeconds);
            _fault = e.Message;
        }
    }

    /// <inheritdoc/>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        if (_settings.Kind == EnclosureSensorKind.None)
            return;
        using var timer = new PeriodicTimer(Period, _time);
        try
        {
            do
            {
                Read();
            }
            while (await timer.WaitForNextTickAsync(stoppingToken));
        }
        catch (OperationCanceledException)
        {
            // The agent ends.
        }
    }
}
