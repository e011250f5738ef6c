using System.Text.Json;
using System.Text.Json.Nodes;
using Edge.Contracts.Updates;
using Edge.Contracts.Updates.Tuf;

namespace Edge.Contracts.Tests.Updates;

public class ReleaseDescriptionJsonTests
{
    private static readonly ReleaseDescription Full = new()
    {
        Kind = ReleaseKind.OperatingSystem,
        Name = "edge-os",
        Version = "1.2.3",
        Counter = 42,
        Hardware = ["jetson-orin"],
        Serials = ["A-1", "A-2"],
        Replay = new ReplayBudget(0.025),
        MaximumLatencyMs = 12.5,
        Deltas = [new DeltaDescription(new string('a', 64), "deltas/x.vcdiff", DeltaDescription.Vcdiff)],
    };

    [Fact]
    public void Read_WhatWasWritten_IsTheSame()
    {
        JsonElement json = JsonSerializer.SerializeToElement(ReleaseDescriptionJson.Write(Full));
        ReleaseDescription read = ReleaseDescriptionJson.Read(json, "x")!;
        Assert.Equal(JsonSerializer.Serialize(Full), JsonSerializer.Serialize(read));
        Assert.Equal(25_000, json.GetProperty("maximumChangedPerMillion").GetInt64());
        // It must have a canonical form: no fraction anywhere.
        Assert.NotEmpty(TufCanonicalJson.Bytes(json));
    }

    [Fact]
    public void Read_NothingOfARelease_IsNull()
    {
        Assert.Null(ReleaseDescriptionJson.Read(null, "x"));
        Assert.Null(ReleaseDescriptionJson.Read(JsonSerializer.SerializeToElement(new { other = 1 }), "x"));
    }

    [Theory]
    [InlineData("kind", "\"firmware\"")]
    [InlineData("name", "\"../evil\"")]
    [InlineData("name", "\"\"")]
    [InlineData("version", "\"1.0\\n\"")]
    [InlineData("counter", "0")]
    [InlineData("counter", "1.5")]
    [InlineData("counter", "9007199254740993")]
    [InlineData("hardware", "[\"\"]")]
    [InlineData("serials", "\"A-1\"")]
    [InlineData("maximumChangedPerMillion", "1000001")]
    [InlineData("maximumChangedPerMillion", "-1")]
    [InlineData("maximumLatencyMicroseconds", "0")]
    [InlineData("deltas", "[{\"from\":\"zz\",\"path\":\"a\",\"format\":\"vcdiff\"}]")]
    [InlineData("counter", null)]
    public void Read_UnsoundField_UnsuitableTarget(string field, string? value)
    {
        JsonObject json = ReleaseDescriptionJson.Write(Full);
        json.Remove(field);
        if (value is not null)
            json[field] = JsonNode.Parse(value);
        TufRefusedException e = Assert.Throws<TufRefusedException>(() => ReleaseDescriptionJson.Read(JsonSerializer.SerializeToElement(json), "target 'x'"));
        Assert.Equal(TufFault.UnsuitableTarget, e.Fault);
        Assert.Contains(field == "deltas" ? "delta" : field, e.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("jetson-orin", "A-1", true)]
    [InlineData("jetson-orin", "A-9", false)]
    [InlineData("pi", "A-1", false)]
    [InlineData("", "", false)]
    public void IsFor_Device_HardwareAndSerialMustBeNamed(string hardware, string serial, bool expected) =>
        Assert.Equal(expected, Full.IsFor(hardware, serial));

    [Fact]
    public void IsFor_NobodyNamed_Anybody() => Assert.True((Full with { Hardware = [], Serials = [] }).IsFor("pi", "x"));

    [Fact]
    public void Write_OutOfRange_Throws() => Assert.Throws<ArgumentException>(() => ReleaseDescriptionJson.Write(Full with { Counter = 0 }));
}
