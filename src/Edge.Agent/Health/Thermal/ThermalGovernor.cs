using System.Globalization;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Edge.Agent.Health.Thermal;

/// <summary>The loop around <see cref="ThermalPolicy"/>: reads the chip's temperature every two seconds, and says each change of the frame rate once.</summary>
public sealed class ThermalGovernor : BackgroundService
{
    private static readonly TimeSpan Period = TimeSpan.FromSeconds(2);

    private readonly ThermalPolicy _policy;
    private readonly Func<double?> _celsius;
    private readonly Action<double> _changed;
    private readonly TimeProvider _time;
    private readonly ILogger<ThermalGovernor> _log;
    private double _rate = 1;

    /// <summary>A governor at full rate.</summary>
    /// <param name="policy">What to do.</param>
    /// <param name="celsius">The chip's temperature; null where it cannot be read.</param>
    /// <param name="changed">Gets the part of the frame rate that is left, above 0 to 1, at each change.</param>
    /// <param name="time">The clock.</param>
    /// <param name="log">Hears of each change.</param>
    public ThermalGovernor(ThermalPolicy policy, Func<double?> celsius, Action<double> changed, TimeProvider time, ILogger<ThermalGovernor> log)
    {
        _policy = policy;
        _celsius = celsius;
        _changed = changed;
        _time = time;
        _log = log;
    }

    /// <summary>Part of the frame rate that is left now. Thread safe.</summary>
    public double Rate => Volatile.Read(ref _rate);

    /// <summary>One round of the loop.</summary>
    internal void Check()
    {
        double? celsius = _celsius();
        int before = _policy.Level;
        if (!_policy.Judge(celsius, _time.GetElapsedTime(0)))
            return;
        Volatile.Write(ref _rate, _policy.Rate);
        string rate = _policy.Rate.ToString("0.###", CultureInfo.InvariantCulture);
        if (_policy.Level > before)
            _log.LogWarning("The chip is at {Celsius:0.0} °C: live cameras are slowed to {Rate} of their frame rate", celsius, rate);
        else if (_policy.Level > 0)
            _log.LogInformation("The chip has cooled down to {Celsius:0.0} °C: live cameras may use {Rate} of their frame rate", celsius, rate);
        else
            _log.LogInformation("The chip has cooled down to {Celsius:0.0} °C: live cameras are at their full frame rate again", celsius);
        _changed(_policy.Rate);
    }

    /// <inheritdoc/>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Period, _time);
        try
        {
            while (await timer.WaitForNextTickAsync(stoppingToken))
            {
                try
                {
                    Check();
                }
                catch (Exception e) // loop edge: one round that fails must not leave the chip to itself
                {
                    _log.LogError(e, "The thermal policy missed a round");
                }
            }
        }
        catch (OperationCanceledException)
        {
            // The agent ends.
        }
    }
}
