using System.Text.Json;
using Edge.Contracts.Messages;

namespace Edge.Contracts.Tests.Messages;

public sealed class FrigateEventsTests
{
    private static readonly FrigateObject Person = new()
    {
        Id = "1780315200.0-abc",
        Camera = "front",
        Label = "person",
        Score = 0.81,
        TopScore = 0.9,
        Box = (10, 20, 110, 220),
        StartedAt = new DateTimeOffset(2026, 6, 1, 12, 0, 0, TimeSpan.Zero),
        At = new DateTimeOffset(2026, 6, 1, 12, 0, 2, 500, TimeSpan.Zero),
        Zones = ["door"],
        HasSnapshot = true,
    };

    [Fact]
    public void Event_New_HasFrigatesShape()
    {
        JsonElement root = Write(FrigatePhase.New, null);
        Assert.Equal("new", root.GetProperty("type").GetString());
        JsonElement after = root.GetProperty("after");
        Assert.Equal("person", after.GetProperty("label").GetString());
        Assert.Equal([10, 20, 110, 220], after.GetProperty("box").EnumerateArray().Select(v => v.GetInt32()));
        Assert.Equal(20_000, after.GetProperty("area").GetInt64());
        Assert.Equal(0.5, after.GetProperty("ratio").GetDouble());
        Assert.Equal(1780315200.0, after.GetProperty("start_time").GetDouble());
        Assert.Equal(1780315202.5, after.GetProperty("frame_time").GetDouble());
        Assert.Equal(JsonValueKind.Null, after.GetProperty("end_time").ValueKind);
        Assert.Equal("door", after.GetProperty("current_zones")[0].GetString());
        Assert.True(after.GetProperty("has_snapshot").GetBoolean());
    }

    [Fact]
    public void Event_End_HasEndTimeAndNoCurrentZones()
    {
        JsonElement root = Write(FrigatePhase.End, Person);
        Assert.Equal("end", root.GetProperty("type").GetString());
        Assert.Equal(1780315202.5, root.GetProperty("after").GetProperty("end_time").GetDouble());
        Assert.Equal(0, root.GetProperty("after").GetProperty("current_zones").GetArrayLength());
        Assert.Equal(JsonValueKind.Null, root.GetProperty("before").GetProperty("end_time").ValueKind);
    }

    private static JsonElement Write(FrigatePhase phase, FrigateObject? before) => JsonSerializer.Deserialize<JsonElement>(FrigateEvents.Write(phase, before, Person));
}
