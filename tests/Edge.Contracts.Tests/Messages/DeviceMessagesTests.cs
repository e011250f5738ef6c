using System.Text;
using System.Text.Json;
using Edge.Contracts.Messages;
using Edge.Contracts.Updates;

namespace Edge.Contracts.Tests.Messages;

public sealed class DeviceMessagesTests
{
    private static readonly DateTimeOffset Noon = new(2026, 6, 1, 12, 0, 0, TimeSpan.Zero);

    [Fact]
    public void State_Written_IsAsDocumented() =>
        Assert.Equal(
            """{"status":"online","version":"0.1.0","model":"yolox_nano","bootId":"b1","since":"2026-06-01T12:00:00+00:00"}""",
            Text(DeviceMessages.Write(new DeviceState(DeviceStatus.Online, "0.1.0", "yolox_nano", "b1", Noon))));

    [Fact]
    public void State_Slowed_SaysToWhichPartOfTheFrameRate() =>
        Assert.EndsWith(
            ""","since":"2026-06-01T12:00:00+00:00","slowedTo":0.25}""",
            Text(DeviceMessages.Write(new DeviceState(DeviceStatus.Online, "0.1.0", "yolox_nano", "b1", Noon) { SlowedTo = 0.25 })));

    [Fact]
    public void Reported_Written_IsAsDocumented() =>
        Assert.Equal(
            """{"desiredVersion":7,"accepted":false,"errors":["cameras[0]: bad"],"agentVersion":"0.1.0","at":"2026-06-01T12:00:00+00:00"}""",
            Text(DeviceMessages.Write(new ReportedState(7, false, ["cameras[0]: bad"], "0.1.0", Noon))));

    [Fact]
    public void Response_Failed_IsAsDocumented() =>
        Assert.Equal(
            """{"command":"x","ok":false,"error":{"code":"unknownCommand","message":"No command"}}""",
            Text(DeviceMessages.Write(CommandResponse.Failed(CommandErrorCode.UnknownCommand, "No command") with { Command = "x" })));

    [Fact]
    public void Response_Done_IsAsDocumented() =>
        Assert.Equal(
            """{"command":"x","ok":true,"result":{"a":1}}""",
            Text(DeviceMessages.Write(CommandResponse.Done(JsonSerializer.Deserialize<JsonElement>("{\"a\":1}")) with { Command = "x" })));

    [Fact]
    public void Receipts_WrittenAndRead_AreTheSame()
    {
        Guid[] ids = [Guid.CreateVersion7(), Guid.CreateVersion7()];
        Assert.True(DeviceMessages.TryReadReceipts(DeviceMessages.Write(new DeliveryReceipts(ids)), out DeliveryReceipts? read, out _));
        Assert.Equal(ids, read.Ids);
    }

    [Theory]
    [InlineData("""{"version":3}""", 3, false)]
    [InlineData("""{"version":3,"configuration":null}""", 3, false)]
    [InlineData("""{"version":0,"configuration":{"cameras":[]},"unknown":1}""", 0, true)]
    public void Desired_WellFormed_IsRead(string json, long version, bool hasConfiguration)
    {
        Assert.True(DeviceMessages.TryReadDesired(Bytes(json), out DesiredState? desired, out _));
        Assert.Equal((version, hasConfiguration), (desired.Version, desired.Configuration is not null));
    }

    [Fact]
    public void Desired_WithTargets_IsWrittenAsDocumentedAndRead()
    {
        var wanted = new DesiredState(7, null)
        {
            Targets = new Dictionary<ReleaseKind, string> { [ReleaseKind.Model] = "models/street-1.1.0.pack", [ReleaseKind.OperatingSystem] = "os/2.raucb" },
            Rollout = "r-1",
        };
        byte[] bytes = DeviceMessages.Write(wanted);

        Assert.Equal("""{"version":7,"configuration":null,"targets":{"model":"models/street-1.1.0.pack","os":"os/2.raucb"},"rollout":"r-1"}""", Text(bytes));
        Assert.True(DeviceMessages.TryReadDesired(bytes, out DesiredState? read, out _));
        Assert.Equal(wanted.Targets, read.Targets);
        Assert.Equal("r-1", read.Rollout);
    }

    [Fact]
    public void Reported_Read_IsTheSame()
    {
        var reported = new ReportedState(null, false, ["x"], "0.1.0", Noon);
        Assert.True(DeviceMessages.TryReadReported(DeviceMessages.Write(reported), out ReportedState? read, out _));
        Assert.Equal(reported with { Errors = read.Errors }, read);
        Assert.Equal(["x"], read.Errors);
    }

    [Theory]
    [InlineData("")]
    [InlineData("[]")]
    [InlineData("""{"errors":null}""")]
    [InlineData("""{"desiredVersion":"x"}""")]
    [InlineData("""{"desiredVersion":1,"accepted":true,"errors":[],"agentVersion":"1","at":"2026-06-01T12:00:00Z","signed":{}}""")]
    public void Reported_Malformed_GivesAReason(string json)
    {
        Assert.False(DeviceMessages.TryReadReported(Bytes(json), out _, out string? fault));
        Assert.NotEmpty(fault);
    }

    [Theory]
    [InlineData("")]
    [InlineData("{")]
    [InlineData("[]")]
    [InlineData("null")]
    [InlineData("{}")]
    [InlineData("""{"version":-1}""")]
    [InlineData("""{"version":1.5}""")]
    [InlineData("""{"version":"1"}""")]
    [InlineData("""{"version":99999999999999999999}""")]
    [InlineData("""{"version":1,"configuration":[]}""")]
    [InlineData("""{"version":1,}""")]
    [InlineData("""{"version":1,"targets":[]}""")]
    [InlineData("""{"version":1,"targets":{"firmware":"a"}}""")]
    [InlineData("""{"version":1,"targets":{"model":""}}""")]
    [InlineData("""{"version":1,"targets":{"model":1}}""")]
    [InlineData("""{"version":1,"targets":{"model":"a","model":"b"}}""")]
    [InlineData("""{"version":1,"rollout":7}""")]
    public void Desired_Malformed_GivesAReason(string json)
    {
        Assert.False(DeviceMessages.TryReadDesired(Bytes(json), out _, out string? fault));
        Assert.NotEmpty(fault);
    }

    [Theory]
    [InlineData("""{"ids":"x"}""")]
    [InlineData("""{"ids":["x"]}""")]
    [InlineData("""{"ids":[1]}""")]
    [InlineData("""{}""")]
    [InlineData("\u0001")]
    public void Receipts_Malformed_GiveAReason(string json)
    {
        Assert.False(DeviceMessages.TryReadReceipts(Bytes(json), out _, out string? fault));
        Assert.NotEmpty(fault);
    }

    [Fact]
    public void Arguments_DeepNesting_GivesAReason() =>
        Assert.False(DeviceMessages.TryReadArguments(Bytes(string.Concat(Enumerable.Repeat("{\"a\":", 1000))), out _, out _));

    [Fact]
    public void Arguments_Bytes_NeverThrow()
    {
        var random = new Random(7);
        for (int i = 0; i < 2000; i++)
        {
            byte[] bytes = new byte[random.Next(40)];
            random.NextBytes(bytes);
            DeviceMessages.TryReadArguments(bytes, out _, out _);
            DeviceMessages.TryReadDesired(bytes, out _, out _);
            DeviceMessages.TryReadReceipts(bytes, out _, out _);
            DeviceMessages.TryReadReported(bytes, out _, out _);
        }
    }

    private static string Text(byte[] bytes) => Encoding.UTF8.GetString(bytes);

    private static byte[] Bytes(string text) => Encoding.UTF8.GetBytes(text);
}
