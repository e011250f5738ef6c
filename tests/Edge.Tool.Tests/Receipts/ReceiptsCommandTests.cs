using System.Security.Cryptography;
using System.Text.Json;
using Edge.Contracts.Receipts;
using static Edge.Testing.Receipts.ReceiptSamples;

namespace Edge.Tool.Tests.Receipts;

/// <summary>The real commands on files as a station leaves them.</summary>
public sealed class ReceiptsCommandTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("edge-receipts-").FullName;
    private readonly ECDsa _key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
    private readonly string _station;
    private readonly string _first;
    private readonly ReceiptHead _end;

    public ReceiptsCommandTests()
    {
        _station = Directory.CreateDirectory(Path.Combine(_folder, "receipts", "line-1")).FullName;
        _first = Path.Combine(_station, "receipts-000001.jsonl");
        byte[][] lines = LinesBehind(ReceiptHead.None, _key, [Opening(_key), .. Enumerable.Range(1, 10).Select(n => Part(n))], out ReceiptHead middle);
        File.WriteAllBytes(_first, Join(lines));
        lines = LinesBehind(middle, _key, [Opening(_key, 2), .. Enumerable.Range(11, 4).Select(n => Part(n)), Doubtful(15, ReceiptDoubt.Interrupted)], out _end);
        File.WriteAllBytes(Path.Combine(_station, "receipts-000002.jsonl"), Join(lines));
        File.WriteAllText(Path.Combine(_folder, "device.pub"), ReceiptKey.Of(_key).ToPem());
        // What else lies in a station's folder is none of the chain.
        File.WriteAllText(Path.Combine(_station, "receipts-000001.jsonl.cut-20260601T060000000Z"), "torn");
        File.WriteAllText(Path.Combine(_station, "parts-000001.log"), "notes");
    }

    private string Key => Path.Combine(_folder, "device.pub");

    public void Dispose()
    {
        _key.Dispose();
        Directory.Delete(_folder, recursive: true);
    }

    [Fact]
    public async Task Verify_WholeChain_SaysSoWithItsKeyAndItsNumbers()
    {
        (int status, string output, string errors) = await ToolProcess.RunAsync("receipts", "verify", Path.Combine(_folder, "receipts"), "--key", Key, "--expect", _end.ToString());
        Assert.Equal((0, ""), (status, errors));
        Assert.Contains("(station line-1, device dev-1): whole", output, StringComparison.Ordinal);
        Assert.Contains("entries 1 to 17 in 2 files", output, StringComparison.Ordinal);
        Assert.Contains("15 parts: 12 pass, 2 fail, 1 cannot judge (1 of them interrupted)", output, StringComparison.Ordinal);
        Assert.Contains("the given key", output, StringComparison.Ordinal);
        Assert.Contains($"last entry {_end}", output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Verify_ChangedByte_NamesTheFirstBrokenLink()
    {
        byte[] content = await File.ReadAllBytesAsync(_first);
        int third = content.AsSpan().IndexOf((byte)'\n') + 1;
        third += content.AsSpan(third).IndexOf((byte)'\n') + 1;
        content[third + 200] ^= 1;
        await File.WriteAllBytesAsync(_first, content);
        (int status, string output, _) = await ToolProcess.RunAsync("receipts", "verify", _station, "--json");
        Assert.Equal(2, status);
        JsonElement fault = JsonDocument.Parse(output).RootElement.GetProperty("fault");
        Assert.Equal(("hash", "receipts-000001.jsonl", 3, 3), (fault.GetProperty("kind").GetString(), fault.GetProperty("file").GetString(), fault.GetProperty("line").GetInt32(), fault.GetProperty("sequence").GetInt32()));
    }

    [Fact]
    public async Task Verify_EndCutOff_IsFoundByTheAnchor()
    {
        string[] lines = await File.ReadAllLinesAsync(Path.Combine(_station, "receipts-000002.jsonl"));
        await File.WriteAllTextAsync(Path.Combine(_station, "receipts-000002.jsonl"), string.Join('\n', lines[..^2]) + "\n");
        Assert.Equal(0, (await ToolProcess.RunAsync("receipts", "verify", _station)).Status);
        Assert.Equal(2, (await ToolProcess.RunAsync("receipts", "verify", _station, "--expect", _end.Hash)).Status);
        (int status, string output, _) = await ToolProcess.RunAsync("receipts", "verify", _station, "--at-least", "17");
        Assert.Equal(2, status);
        Assert.Contains("the chain ends with entry 15; entry 17 is known to have been in it", output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Verify_FileOnItsOwn_MayStartInTheMiddle_AFolderMayNot()
    {
        Assert.Equal(0, (await ToolProcess.RunAsync("receipts", "verify", Path.Combine(_station, "receipts-000002.jsonl"))).Status);
        File.Delete(_first);
        (int status, string output, _) = await ToolProcess.RunAsync("receipts", "verify", _station);
        Assert.Equal(2, status);
        Assert.Contains("no entry says that the 11 before it were dropped", output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("--key", "/nowhere/device.pub")]
    [InlineData("--expect", "12")]
    [InlineData("--expect", "0:aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa")]
    [InlineData("--at-least", "0")]
    public async Task Verify_BadOption_IsOneLine(string option, string value)
    {
        (int status, _, string errors) = await ToolProcess.RunAsync("receipts", "verify", _station, option, value);
        Assert.Equal(2, status);
        Assert.Single(errors.TrimEnd().Split('\n'));
    }

    [Fact]
    public async Task Verify_NoReceipts_IsAnError()
    {
        Assert.Equal(2, (await ToolProcess.RunAsync("receipts", "verify", Directory.CreateDirectory(Path.Combine(_folder, "empty")).FullName)).Status);
        Assert.Equal(2, (await ToolProcess.RunAsync("receipts", "verify", Path.Combine(_folder, "absent"))).Status);
    }

    [Fact]
    public async Task Show_PartAndLast_AreReadable()
    {
        (int status, string output, _) = await ToolProcess.RunAsync("receipts", "show", _station, "--part", Part(5).Part.ToString());
        Assert.Equal(0, status);
        Assert.Contains("fail (spur: 1 found, 0 allowed); reject 43.0 ms after its trigger, confirmed", output, StringComparison.Ordinal);
        Assert.Contains("\"sha256\": ", output, StringComparison.Ordinal);

        (_, output, _) = await ToolProcess.RunAsync("receipts", "show", _station, "--last", "2");
        Assert.Equal(2, output.TrimEnd().Split('\n').Length);
        Assert.Contains("cannot judge (interrupted); fail safe, not watched", output, StringComparison.Ordinal);

        Assert.Equal(1, (await ToolProcess.RunAsync("receipts", "show", _station, "--part", Guid.Empty.ToString())).Status);
    }

    [Fact]
    public async Task Report_OfAShift_IsWrittenAsPageAndTable()
    {
        string html = Path.Combine(_folder, "shift.html"), csv = Path.Combine(_folder, "shift.csv");
        (int status, string output, string errors) = await ToolProcess.RunAsync("station", "report", _station, "--from", "2026-06-01T08:00", "--shift", "06:00,14:00", "--zone", "Europe/Berlin", "--out", html, "--csv", csv);
        Assert.Equal((0, ""), (status, errors));
        Assert.Contains("line-1, 2026-06-01-0600: 15 parts, 12 pass, 2 fail, 1 cannot judge; the chain is whole", output, StringComparison.Ordinal);
        Assert.Contains("line-1: shift report 2026-06-01-0600", await File.ReadAllTextAsync(html), StringComparison.Ordinal);
        Assert.Contains(",parts,all,yield,0.8,share", await File.ReadAllTextAsync(csv), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("--from", "yesterday")]
    [InlineData("--zone", "Mars/Olympus")]
    [InlineData("--shift", "6 o'clock")]
    public async Task Report_BadOption_IsOneLine(string option, string value)
    {
        (int status, _, string errors) = await ToolProcess.RunAsync("station", "report", _station, "--csv", Path.Combine(_folder, "shift.csv"), option, value);
        Assert.Equal(2, status);
        Assert.Single(errors.TrimEnd().Split('\n'));
        Assert.False(File.Exists(Path.Combine(_folder, "shift.csv")));
    }

    private static byte[] Join(IEnumerable<byte[]> lines) => [.. lines.SelectMany(line => line)];
}
