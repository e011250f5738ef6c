using System.Text.Json;
using Edge.Contracts.Messages;

namespace Edge.Contracts.Tests.Messages;

public sealed class StationCommandsTests
{
    [Theory]
    [InlineData("""{"by":"A. Weaver","why":"lens cleaned"}""", null)]
    [InlineData("""{"station":"s1","by":"A. Weaver","why":"lens cleaned","more":1}""", "s1")]
    public void Clear_WhoAndWhy_IsRead(string json, string? station)
    {
        Assert.True(StationCommands.TryReadClear(Json(json), out StationClearArguments? read, out _));
        Assert.Equal(new StationClearArguments(station, "A. Weaver", "lens cleaned"), read);
    }

    [Theory]
    [InlineData("{}", "by: is required")]
    [InlineData("""{"by":"A"}""", "why: is required")]
    [InlineData("""{"by":"","why":"x"}""", "by: text")]
    [InlineData("""{"by":"  ","why":"x"}""", "by: text")]
    [InlineData("""{"by":1,"why":"x"}""", "by: text")]
    [InlineData("""{"by":"A\nB","why":"x"}""", "by: text")]
    [InlineData("""{"by":"\ud800","why":"x"}""", "by: text")]
    [InlineData("""{"by":"A","why":"x","station":"s/1"}""", "station: an id")]
    [InlineData("""{"by":"A","why":"x","station":7}""", "station: text")]
    public void Clear_NotWhoAndWhy_IsRefusedByName(string json, string expected)
    {
        Assert.False(StationCommands.TryReadClear(Json(json), out _, out string? fault));
        Assert.StartsWith(expected, fault, StringComparison.Ordinal);
    }

    [Fact]
    public void Clear_ReasonOfAnyLength_IsRefusedPastTheLongest()
    {
        string longest = JsonSerializer.Serialize(new { by = "A", why = new string('x', StationCommands.MaximumReasonLength) });
        string longer = JsonSerializer.Serialize(new { by = "A", why = new string('x', StationCommands.MaximumReasonLength + 1) });
        Assert.True(StationCommands.TryReadClear(Json(longest), out _, out _));
        Assert.False(StationCommands.TryReadClear(Json(longer), out _, out _));
    }

    [Fact]
    public void Product_WithAndWithoutOne_ReadAndRefused()
    {
        Assert.True(StationCommands.TryReadProduct(Json("""{"product":"board-7","by":"shift B"}"""), out StationProductArguments? read, out _));
        Assert.Equal(new StationProductArguments(null, "board-7", "shift B"), read);
        Assert.False(StationCommands.TryReadProduct(Json("""{"product":"../up"}"""), out _, out string? fault));
        Assert.StartsWith("product: an id", fault, StringComparison.Ordinal);
        Assert.False(StationCommands.TryReadProduct(null, out _, out fault));
        Assert.StartsWith("product: is required", fault, StringComparison.Ordinal);
    }

    [Fact]
    public void Station_NoArguments_IsTheOnlyStation()
    {
        Assert.True(StationCommands.TryReadStation(null, out StationArguments? read, out _));
        Assert.Null(read.Station);
        Assert.True(StationCommands.TryReadGolden(Json("""{"station":"s1"}"""), out StationGoldenArguments? golden, out _));
        Assert.Equal(new StationGoldenArguments("s1", null), golden);
    }

    [Fact]
    public void Answers_Written_AreAsDocumented()
    {
        Assert.Equal("""{"station":"s1","partId":"p"}""", StationCommands.Write(new StationTriggerResult("s1", "p")).GetRawText());
        Assert.Equal("""{"station":"s1","product":"b","previous":"a","mode":"waitingForGoldenPart"}""", StationCommands.Write(new StationProductResult("s1", "b", "a", StationMode.WaitingForGoldenPart)).GetRawText());
        Assert.Equal("""{"station":"s1","mode":"waitingForGoldenPart","asks":"bad"}""", StationCommands.Write(new StationModeResult("s1", StationMode.WaitingForGoldenPart, GoldenPiece.Bad)).GetRawText());
        Assert.Equal("""{"station":"s1","mode":"running"}""", StationCommands.Write(new StationModeResult("s1", StationMode.Running)).GetRawText());
    }

    private static JsonElement Json(string text) => JsonSerializer.Deserialize<JsonElement>(text);
}
