using System.Globalization;
using System.Text;
using System.Text.Json;
using Edge.Contracts.Rollouts;

namespace Edge.Tool.Rollouts;

/// <summary>Rollouts for people on a terminal.</summary>
internal static class RolloutText
{
    /// <summary>A rollout with its rings and what their limits came to.</summary>
    public static string Of(RolloutView rollout)
    {
        var text = new StringBuilder();
        text.AppendLine(CultureInfo.InvariantCulture, $"{rollout.Id}  {rollout.Plan.Name}  {Word(rollout.Status)}");
        text.AppendLine(CultureInfo.InvariantCulture, $"  {Word(rollout.Plan.Kind)} {rollout.Plan.Target}, made {Time(rollout.CreatedAt)} by {rollout.CreatedBy}");
        if (rollout.Attention is { } attention)
            text.AppendLine(CultureInfo.InvariantCulture, $"  waits for you: {attention}");
        if (rollout.Reason is { } reason)
            text.AppendLine(CultureInfo.InvariantCulture, $"  {reason}");
        foreach (RingView ring in rollout.Rings)
        {
            text.AppendLine(CultureInfo.InvariantCulture, $"  {Word(ring.Status),-8} {ring.Name}: {Counts(ring)} ({ring.Needed} of {ring.Size} must prove well)");
            foreach (RingMeasure measure in ring.Measures)
                text.AppendLine(CultureInfo.InvariantCulture, $"             {(measure.IsBroken ? "broken" : measure.Value is null ? "unjudged" : "within"),-9} {Word(measure.Metric)}: {measure.Text}");
        }

        if (rollout.LeftOut > 0)
            text.AppendLine(CultureInfo.InvariantCulture, $"  {rollout.LeftOut} devices are left out: edgectl rollout show {rollout.Id} --devices");
        return text.ToString();
    }

    /// <summary>An event in one line.</summary>
    public static string Of(RolloutEventView happened) =>
        $"{Time(happened.At)}  {happened.Kind,-10} {(happened.Device is null ? "" : happened.Device + ": ")}{happened.Text}";

    /// <summary>A device in one line.</summary>
    public static string Of(RolloutDeviceView device) => $"  {device.Device,-24} {device.Ring ?? "-",-14} {Word(device.Progress),-12} {device.Reason}".TrimEnd();

    /// <summary>The name of a value, as in JSON.</summary>
    public static string Word<T>(T value)
        where T : struct, Enum => JsonSerializer.SerializeToElement(value).GetString()!;

    private static string Counts(RingView ring) =>
        ring.Counts.Count == 0 ? "no devices" : string.Join(", ", ring.Counts.OrderBy(count => count.Key).Select(count => $"{count.Value} {Word(count.Key)}"));

    private static string Time(DateTimeOffset at) => at.ToUniversalTime().ToString("yyyy-MM-dd HH:mm:ss'Z'", CultureInfo.InvariantCulture);
}
