using System.Security.Cryptography;
using System.Text.Json;
using Edge.Contracts.Messages;
using Edge.Contracts.Receipts;
using Edge.Contracts.Updates;

namespace Edge.Contracts.Tests.Updates;

public sealed class SignedDeviceReportTests : IDisposable
{
    private static readonly DateTimeOffset Noon = new(2026, 6, 1, 12, 0, 0, TimeSpan.Zero);
    private readonly ECDsa _key = ECDsa.Create(ECCurve.NamedCurves.nistP256);

    public void Dispose() => _key.Dispose();

    [Fact]
    public void Report_SentAsReported_IsVerifiedAndTheSame()
    {
        DeviceReport report = Sample();
        byte[] payload = DeviceMessages.Write(new ReportedState(7, true, [], "0.2.0", Noon) { Signed = SignedDeviceReport.Sign(report, _key) });

        Assert.True(DeviceMessages.TryReadReported(payload, out ReportedState? reported, out _));
        Assert.True(reported.Signed!.TryVerify(ReceiptKey.Of(_key), out DeviceReport? read, out _));
        Assert.Equal(report.Installed, read.Installed);
        Assert.Equal(report.Updates, read.Updates);
        Assert.Equal(report with { Installed = read.Installed, Updates = read.Updates }, read);
    }

    [Fact]
    public void Report_Written_IsAsDocumented() =>
        Assert.Equal(
            """{"site":"home","device":"cam-1","hardware":"rpi5","serial":"10000000ab","agentVersion":"0.2.0","bootId":"b1","sequence":1001,"at":"2026-06-01T12:00:00+00:00","desiredVersion":7,"rollout":"r-1","installed":{"model":{"target":"models/street-1.0.0.pack","name":"street","version":"1.0.0","counter":3,"sha256":"00"}},"updates":{"model":{"target":"models/street-1.1.0.pack","rollout":"r-1","phase":"shadow","outcome":"running","fault":"","reason":"","attempts":1,"replayChangedFraction":0.02,"shadow":{"frames":120,"disagreements":3,"latencyP99Ms":12.5}}},"metadataFault":""}""",
            SignedDeviceReport.Sign(Sample(), _key).Report.GetRawText());

    [Fact]
    public void Report_WithOtherWhiteSpaceAndOrder_StillVerifies()
    {
        SignedDeviceReport signed = SignedDeviceReport.Sign(Sample(), _key);
        var reordered = signed.Report.EnumerateObject().Reverse().ToDictionary(field => field.Name, field => field.Value);
        JsonElement other = JsonSerializer.SerializeToElement(reordered, Indented);

        Assert.True((signed with { Report = other }).TryVerify(ReceiptKey.Of(_key), out _, out _));
    }

    [Theory]
    [InlineData("\"counter\":3", "\"counter\":4")]
    [InlineData("\"running\"", "\"committed\"")]
    [InlineData("\"cam-1\"", "\"cam-2\"")]
    [InlineData("\"bootId\"", "\"unknown\":true,\"bootId\"")]
    [InlineData("\"sequence\":1001", "\"sequence\":1002")]
    [InlineData("\"site\":\"home\"", "\"site\":\"home\",\"site\":\"home\"")]
    public void Report_Changed_IsRefused(string what, string by)
    {
        SignedDeviceReport signed = SignedDeviceReport.Sign(Sample(), _key);
        string changed = signed.Report.GetRawText().Replace(what, by, StringComparison.Ordinal);
        Assert.NotEqual(signed.Report.GetRawText(), changed);

        Assert.False((signed with { Report = JsonSerializer.Deserialize<JsonElement>(changed) }).TryVerify(ReceiptKey.Of(_key), out _, out string? fault));
        Assert.NotEmpty(fault);
    }

    [Fact]
    public void Report_OfAnotherKey_IsRefused()
    {
        using ECDsa other = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        SignedDeviceReport signed = SignedDeviceReport.Sign(Sample(), other);

        Assert.False(signed.TryVerify(ReceiptKey.Of(_key), out _, out string? fault));
        Assert.Contains("another key", fault, StringComparison.Ordinal);
        Assert.False((signed with { KeyId = ReceiptKey.Of(_key).Id }).TryVerify(ReceiptKey.Of(_key), out _, out _));
    }

    [Fact]
    public void Signature_OfTheReportsBytesAlone_IsRefused()
    {
        // What the key signs elsewhere (a receipt, a handshake) must never pass for a report: its bytes begin with their own line.
        SignedDeviceReport signed = SignedDeviceReport.Sign(Sample(), _key);
        var canonical = new System.Buffers.ArrayBufferWriter<byte>();
        CanonicalJson.Write(signed.Report, canonical);
        string bare = ReceiptSignature.Sign(_key, canonical.WrittenSpan);

        Assert.False((signed with { Signature = bare }).TryVerify(ReceiptKey.Of(_key), out _, out _));
    }

    [Fact]
    public void Report_WithoutWhatMayBeLeftOut_HasItEmpty()
    {
        JsonElement least = JsonSerializer.Deserialize<JsonElement>("""{"site":"s","device":"d","hardware":"h","serial":"1","agentVersion":"1","bootId":"b","sequence":1,"at":"2026-06-01T12:00:00Z","installed":{}}""");

        DeviceReport? report = new SignedDeviceReport(least, "", "").Read();

        Assert.Equal(("", "", 0), (report!.Rollout, report.MetadataFault, report.Updates.Count));
    }

    [Theory]
    [InlineData("""{"a":1}""")]
    [InlineData("""{"site":null}""")]
    public void SignedJson_ThatIsNoReport_GivesAReason(string json)
    {
        JsonElement element = JsonSerializer.Deserialize<JsonElement>(json);
        var bytes = new System.Buffers.ArrayBufferWriter<byte>();
        System.Buffers.BuffersExtensions.Write(bytes, "edge.report.v1\n"u8);
        CanonicalJson.Write(element, bytes);
        var signed = new SignedDeviceReport(element, ReceiptKey.Of(_key).Id, ReceiptSignature.Sign(_key, bytes.WrittenSpan));

        Assert.False(signed.TryVerify(ReceiptKey.Of(_key), out _, out string? fault));
        Assert.NotEmpty(fault);
    }

    private static readonly JsonSerializerOptions Indented = new() { WriteIndented = true };

    private static DeviceReport Sample() => new()
    {
        Site = "home",
        Device = "cam-1",
        Hardware = "rpi5",
        Serial = "10000000ab",
        AgentVersion = "0.2.0",
        BootId = "b1",
        Sequence = 1001,
        At = Noon,
        DesiredVersion = 7,
        Rollout = "r-1",
        Installed = new Dictionary<ReleaseKind, InstalledRelease> { [ReleaseKind.Model] = new("models/street-1.0.0.pack", "street", "1.0.0", 3, "00") },
        Updates = new Dictionary<ReleaseKind, UpdateProgress>
        {
            [ReleaseKind.Model] = new()
            {
                Target = "models/street-1.1.0.pack",
                Rollout = "r-1",
                Phase = UpdatePhase.Shadow,
                Outcome = UpdateOutcome.Running,
                Attempts = 1,
                ReplayChangedFraction = 0.02,
                Shadow = new ShadowFigures(120, 3, 12.5),
            },
        },
    };
}
