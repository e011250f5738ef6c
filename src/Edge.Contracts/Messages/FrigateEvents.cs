using System.Text.Json;

namespace Edge.Contracts.Messages;

/// <summary>
/// Events in the shape that Frigate publishes on <c>frigate/events</c> (docs.frigate.video, "MQTT"), for what already listens to Frigate.
/// Only fields that we know are written; none is made up.
/// </summary>
public static class FrigateEvents
{
    /// <summary>Where they go.</summary>
    public const string Topic = "frigate/events";

    /// <summary>Writes one.</summary>
    /// <param name="phase">New, update or end.</param>
    /// <param name="before">As last told; null in the first message.</param>
    /// <param name="after">As it is now.</param>
    public static byte[] Write(FrigatePhase phase, FrigateObject? before, FrigateObject after)
    {
        using var buffer = new MemoryStream();
        using (var json = new Utf8JsonWriter(buffer))
        {
            json.WriteStartObject();
            json.WriteString("type", phase switch { FrigatePhase.New => "new", FrigatePhase.Update => "update", _ => "end" });
            WriteObject(json, "before", before ?? after, ended: false);
            WriteObject(json, "after", after, phase == FrigatePhase.End);
            json.WriteEndObject();
        }

        return buffer.ToArray();
    }

    private static void WriteObject(Utf8JsonWriter json, string name, FrigateObject seen, bool ended)
    {
        (int left, int top, int right, int bottom) = seen.Box;
        json.WriteStartObject(name);
        json.WriteString("id", seen.Id);
        json.WriteString("camera", seen.Camera);
        json.WriteNumber("frame_time", Seconds(seen.At));
        json.WriteString("label", seen.Label);
        json.WriteNull("sub_label");
        json.WriteNumber("score", Math.Round(seen.Score, 4));
        json.WriteNumber("top_score", Math.Round(seen.TopScore, 4));
        json.WriteBoolean("false_positive", false);
        json.WriteNumber("start_time", Seconds(seen.StartedAt));
        if (ended)
            json.WriteNumber("end_time", Seconds(seen.At));
        else
            json.WriteNull("end_time");
        WriteNumbers(json, "box", [left, top, right, bottom]);
        json.WriteNumber("area", (long)(right - left) * (bottom - top));
        json.WriteNumber("ratio", bottom > top ? Math.Round((right - left) / (double)(bottom - top), 4) : 0);
        WriteStrings(json, "current_zones", ended ? [] : seen.Zones);
        WriteStrings(json, "entered_zones", seen.Zones);
        json.WriteBoolean("has_snapshot", seen.HasSnapshot);
        json.WriteBoolean("has_clip", false);
        json.WriteBoolean("stationary", false);
        json.WriteEndObject();
    }

    private static double Seconds(DateTimeOffset at) => at.ToUnixTimeMilliseconds() / 1000.0;

    private static void WriteNumbers(Utf8JsonWriter json, string name, ReadOnlySpan<int> values)
    {
        json.WriteStartArray(name);
        foreach (int value in values)
            json.WriteNumberValue(value);
        json.WriteEndArray();
    }

    private static void WriteStrings(Utf8JsonWriter json, string name, IReadOnlyList<string> values)
    {
        json.WriteStartArray(name);
        foreach (string value in values)
            json.WriteStringValue(value);
        json.WriteEndArray();
    }
}
