namespace Edge.Cloud.Rollouts;

/// <summary>Alerts raised in two spans of time.</summary>
/// <param name="Before">Alerts in the earlier one.</param>
/// <param name="HoursBefore">Its length in hours.</param>
/// <param name="Since">Alerts in the later one.</param>
/// <param name="HoursSince">Its length in hours.</param>
internal readonly record struct AlertCounts(long Before, double HoursBefore, long Since, double HoursSince)
{
    /// <summary>Adds them up, device by device.</summary>
    public static AlertCounts operator +(AlertCounts a, AlertCounts b) =>
        new(a.Before + b.Before, a.HoursBefore + b.HoursBefore, a.Since + b.Since, a.HoursSince + b.HoursSince);

    /// <summary>Rate since as a multiple of the rate before; null where a rate is unknown or nothing was raised before.</summary>
    public double? Ratio => Before > 0 && HoursBefore > 0 && HoursSince > 0 ? Since / HoursSince / (Before / HoursBefore) : null;
}
