using Edge.Agent.Configuration;

namespace Edge.Agent.Health.Thermal;

/// <summary>
/// Decides how much of their frame rate cameras keep at a temperature. Up at once, as far as the temperature says; back one step at a time, each after the chip
/// has stayed cooler than the step by the margin for the whole hold. No clock, no I/O; one caller at a time.
/// </summary>
public sealed class ThermalPolicy
{
    // Below the chip's own limit by this much each; where the limit is not known, as if it were 90 °C.
    private const double AssumedLimit = 90;
    private static readonly (double Below, double Rate)[] Defaults = [(15, 0.5), (10, 0.25), (5, 0.125)];

    private readonly IReadOnlyList<ThermalStep> _steps;
    private readonly double _margin;
    private readonly TimeSpan _hold;
    private TimeSpan? _coolSince;

    /// <summary>A policy at full rate.</summary>
    /// <param name="settings">The settings.</param>
    /// <param name="throttleCelsius">Where the chip throttles by itself; null where it is not known.</param>
    public ThermalPolicy(ThermalSettings settings, double? throttleCelsius)
    {
        _steps = settings.Steps.Count > 0
            ? [.. settings.Steps.Select(step => new ThermalStep(step.At, step.Rate))]
            : [.. Defaults.Select(step => new ThermalStep((throttleCelsius ?? AssumedLimit) - step.Below, step.Rate))];
        _margin = settings.Margin;
        _hold = settings.Hold;
    }

    /// <summary>The steps, from cool to hot.</summary>
    public IReadOnlyList<ThermalStep> Steps => _steps;

    /// <summary>Steps taken, 0 to the number of steps.</summary>
    public int Level { get; private set; }

    /// <summary>Part of the frame rate that is left, above 0 to 1.</summary>
    public double Rate => Level == 0 ? 1 : _steps[Level - 1].Rate;

    /// <summary>Takes a temperature. One that is not known neither slows nor counts as cool.</summary>
    /// <param name="celsius">Of the chip; null where it cannot be read.</param>
    /// <param name="now">Monotonic time; never goes back.</param>
    /// <returns>Whether <see cref="Rate"/> changed.</returns>
    public bool Judge(double? celsius, TimeSpan now)
    {
        int before = Level;
        int reached = _steps.Count(step => celsius >= step.Celsius);
        if (reached > Level)
        {
            Level = reached;
            _coolSince = null;
        }
        else if (Level == 0 || !(celsius < _steps[Level - 1].Celsius - _margin))
        {
            _coolSince = null;
        }
        else if (now - (_coolSince ??= now) >= _hold)
        {
            Level--;
            _coolSince = null;
        }

        return Level != before;
    }
}
