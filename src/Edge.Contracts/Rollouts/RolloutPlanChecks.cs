using System.Globalization;

namespace Edge.Contracts.Rollouts;

/// <summary>Says everything that is wrong with a plan, each fault with the field, its value and what is allowed.</summary>
public static class RolloutPlanChecks
{
    /// <summary>Longest name of a rollout or ring, in characters.</summary>
    public const int MaximumNameLength = 100;

    /// <summary>Longest path of a target, in characters.</summary>
    public const int MaximumTargetLength = 300;

    /// <summary>Most rings.</summary>
    public const int MaximumRings = 20;

    /// <summary>Longest time that a plan may name, in seconds: 30 days.</summary>
    public const double MaximumSeconds = 30 * 86400;

    private const int MaximumSelected = 10_000;

    /// <summary>All faults of <paramref name="plan"/>; empty where it is in order.</summary>
    public static IReadOnlyList<string> Faults(RolloutPlan plan)
    {
        ArgumentNullException.ThrowIfNull(plan);
        var faults = new List<string>();
        CheckName(faults, "name", plan.Name);
        if (!Enum.IsDefined(plan.Kind))
            faults.Add("kind is unknown; allowed: model, configuration, agent, os");
        if (string.IsNullOrWhiteSpace(plan.Target) || plan.Target.Length > MaximumTargetLength || plan.Target.Any(char.IsControl))
            faults.Add($"target is missing or longer than {MaximumTargetLength} characters; allowed: the path of a published release");
        CheckSelector(faults, "devices", plan.Devices);
        CheckSeconds(faults, "soakSeconds", plan.SoakSeconds, 1);
        CheckSeconds(faults, "waitSeconds", plan.WaitSeconds, 1);
        CheckSeconds(faults, "baselineSeconds", plan.BaselineSeconds, 60);
        Require(faults, plan.Quorum is > 0 and <= 1, "quorum", plan.Quorum, "above 0 to 1");
        CheckRings(faults, plan.Rings);
        if (plan.Limits is null)
            faults.Add("limits is null; allowed: an object");
        else
            CheckLimits(faults, plan.Limits);
        return faults;
    }

    private static void CheckRings(List<string> faults, IReadOnlyList<RingPlan>? rings)
    {
        if (rings is null || rings.Count is 0 or > MaximumRings || rings.Any(ring => ring is null))
        {
            faults.Add($"rings has {rings?.Count ?? 0} entries; allowed: 1 to {MaximumRings}");
            return;
        }

        double percentBefore = 0;
        for (int index = 0; index < rings.Count; index++)
        {
            RingPlan ring = rings[index];
            string where = $"rings[{index}].";
            CheckName(faults, where + "name", ring.Name);
            if (ring.Name is not null && rings.Take(index).Any(earlier => earlier.Name == ring.Name))
                faults.Add($"{where}name is '{ring.Name}', as an earlier ring's; allowed: a name of its own");
            if (ring.Only is not null)
                CheckSelector(faults, where + "only", ring.Only);
            if (ring.Percent is { } percent)
            {
                Require(faults, percent is > 0 and <= 100, where + "percent", percent, "above 0 to 100");
                if (percent <= percentBefore)
                    faults.Add($"{where}percent is {Text(percent)}; allowed: more than the earlier ring's {Text(percentBefore)}, since it counts their devices too");
                percentBefore = Math.Max(percent, percentBefore);
            }

            if (ring.Count is { } count)
                Require(faults, count >= 1, where + "count", count, "1 or more");
            if (ring.Percent is not null && ring.Count is not null)
                faults.Add($"{where}percent and count are both given; allowed: one of them, or neither");
            if (ring.AtOnce is { } atOnce)
                Require(faults, atOnce >= 1, where + "atOnce", atOnce, "1 or more");
            if (ring.SoakSeconds is { } soak)
                CheckSeconds(faults, where + "soakSeconds", soak, 1);
            if (ring.Quorum is { } quorum)
                Require(faults, quorum is > 0 and <= 1, where + "quorum", quorum, "above 0 to 1");
        }
    }

    private static void CheckLimits(List<string> faults, HealthLimits limits)
    {
        if (limits.MaximumAlertRatio is { } most)
            Require(faults, most is > 1 and <= 1000, "limits.maximumAlertRatio", most, "above 1 to 1000, or null");
        if (limits.MinimumAlertRatio is { } least)
            Require(faults, least is >= 0 and < 1, "limits.minimumAlertRatio", least, "0 to below 1, or null");
        if (limits.MaximumShadowDisagreement is { } disagreement)
            Require(faults, disagreement is >= 0 and <= 1, "limits.maximumShadowDisagreement", disagreement, "0 to 1, or null");
        if (limits.MaximumLatencyP99Ms is { } latency)
            Require(faults, latency is > 0 and <= 3_600_000, "limits.maximumLatencyP99Ms", latency, "above 0 to 3600000, or null");
        if (limits.MaximumLatencyRatio is { } ratio)
            Require(faults, ratio is > 1 and <= 1000, "limits.maximumLatencyRatio", ratio, "above 1 to 1000, or null");
        if (limits.MaximumRestarts is { } restarts)
            Require(faults, restarts >= 0, "limits.maximumRestarts", restarts, "0 or more, or null");
        if (limits.MaximumTemperatureC is { } temperature)
            Require(faults, temperature is > 0 and <= 150, "limits.maximumTemperatureC", temperature, "above 0 to 150, or null");
        Require(faults, limits.MaximumFailedFraction is >= 0 and < 1, "limits.maximumFailedFraction", limits.MaximumFailedFraction, "0 to below 1");
    }

    private static void CheckSelector(List<string> faults, string where, DeviceSelector? selector)
    {
        if (selector is not { Sites: not null, Labels: not null, Devices: not null })
        {
            faults.Add($"{where} is null or holds null; allowed: an object with sites, labels and devices");
            return;
        }

        if (selector.Sites.Count + selector.Labels.Count + selector.Devices.Count > MaximumSelected)
            faults.Add($"{where} names more than {MaximumSelected} sites, labels and devices; allowed: label the devices and name the label");
    }

    private static void CheckName(List<string> faults, string where, string? name)
    {
        if (string.IsNullOrWhiteSpace(name) || name.Length > MaximumNameLength || name.Any(char.IsControl))
            faults.Add($"{where} is empty, longer than {MaximumNameLength} characters or holds control characters; allowed: a short name for people");
    }

    private static void CheckSeconds(List<string> faults, string where, double seconds, double least) =>
        Require(faults, seconds >= least && seconds <= MaximumSeconds, where, seconds, $"{Text(least)} to {Text(MaximumSeconds)}");

    private static void Require(List<string> faults, bool isMet, string where, double value, string allowed)
    {
        if (!isMet)
            faults.Add($"{where} is {Text(value)}; allowed: {allowed}");
    }

    private static string Text(double value) => value.ToString("0.####", CultureInfo.InvariantCulture);
}
