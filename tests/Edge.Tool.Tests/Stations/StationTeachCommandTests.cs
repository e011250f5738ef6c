using System.Text.Json;
using Edge.Contracts.Packs;
using Edge.Testing;
using Edge.Vision.Anomaly;
using Edge.Vision.Inference;
using Microsoft.Extensions.Logging.Abstractions;

namespace Edge.Tool.Tests.Stations;

/// <summary>A real edgectl, from pictures of good parts to a pack that finds bad ones, and every folder that can't be taught from.</summary>
public sealed class StationTeachCommandTests : IDisposable
{
    private readonly PictureWorkshop _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Teach_DrawnParts_PackFindsTheBadOnes()
    {
        string good = _folder.Draw("good", 20, seed: 1), pack = _folder.File("plate.pack"), report = _folder.File("report.html");
        _folder.Draw("test/good", 6, seed: 100);
        _folder.Draw("test/bad", 6, seed: 200, isFlawed: true);

        JsonElement result = JsonDocument.Parse(await RunAsync(
            0, "station", "teach", "--good", good, "--out", pack, "--false-rejects", "0.05", "--memory", "512", "--test", _folder.File("test"), "--report", report, "--json")).RootElement;

        JsonElement test = result.GetProperty("test");
        Assert.True(test.GetProperty("auroc").GetDouble() > 0.95, test.ToString());
        Assert.Equal(20, result.GetProperty("pictures").GetInt32());
        Assert.InRange(result.GetProperty("patchesKept").GetInt32(), 16, 512);
        PackManifest manifest = PackReader.Open(pack, VisionModel.AgentVersion).Manifest;
        Assert.Equal(("plate", "anomaly", "anomaly", 20, 0.05f), (manifest.Name, manifest.Task, manifest.Decoder, manifest.Anomaly!.Taught, manifest.Anomaly.FalseRejects));
        Assert.True(manifest.Anomaly.FalseRejectsLow <= 0.05f && manifest.Anomaly.FalseRejectsHigh >= 0.05f);

        // What the agent opens, golden map and all, gives the map that the report shows.
        using PatchModel model = PatchModel.Open(pack, new ModelOptions { Providers = ["cpu"] }, NullLogger.Instance);
        Assert.Equal((12, 12), (model.Columns, model.Rows));
        Assert.Contains("golden", await RunAsync(0, "model", "verify", pack), StringComparison.Ordinal);
        string page = await File.ReadAllTextAsync(report);
        Assert.Contains("AUROC", page, StringComparison.Ordinal);
        Assert.Contains("data:image/jpeg;base64,", page, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Teach_Twice_SamePack()
    {
        string good = _folder.Draw("good", 12, seed: 1);
        await RunAsync(0, "station", "teach", "--good", good, "--out", _folder.File("one.pack"), "--name", "plate", "--memory", "64");
        await RunAsync(0, "station", "teach", "--good", good, "--out", _folder.File("two.pack"), "--name", "plate", "--memory", "64");

        Assert.Equal(Digest("one.pack"), Digest("two.pack"));
    }

    [Fact]
    public async Task Teach_OneBrokenPictureAmongGoodOnes_NamedAndNothingWritten()
    {
        string good = _folder.Draw("good", 12, seed: 1);
        byte[] whole = await File.ReadAllBytesAsync(Path.Combine(good, "part007.jpg"));
        _folder.Write("good/part007.jpg", whole[..(whole.Length / 2)]);

        string errors = await RefusedAsync(good);

        Assert.Contains("part007.jpg: truncated JPEG", errors, StringComparison.Ordinal);
        Assert.Contains("1 of 12 pictures", errors, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Teach_PictureOfAnotherSize_NamedWithBothSizes()
    {
        string good = _folder.Draw("good", 12, seed: 1);
        _folder.Draw("other", 1, seed: 1, side: 100);
        File.Move(Path.Combine(_folder.File("other"), "part000.jpg"), Path.Combine(good, "zoomed.jpg"));

        string errors = await RefusedAsync(good);

        Assert.Contains("zoomed.jpg: 100x100 pixels", errors, StringComparison.Ordinal);
        Assert.Contains("96x96", errors, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Teach_FoldersThatHoldTooLittle_EachSaysWhatIsAllowed()
    {
        Directory.CreateDirectory(_folder.File("empty"));
        Directory.CreateDirectory(_folder.File("notes"));
        for (int i = 0; i < 12; i++)
            _folder.Write($"notes/note{i}.txt", "no picture"u8.ToArray());

        Assert.Contains("has 0 pictures; allowed: 10 or more", await RefusedAsync(_folder.File("empty")), StringComparison.Ordinal);
        Assert.Contains("0 pictures and 12 other files (note0.txt", await RefusedAsync(_folder.File("notes")), StringComparison.Ordinal);
        Assert.Contains("has 9 pictures", await RefusedAsync(_folder.Draw("few", 9, seed: 1)), StringComparison.Ordinal);
        Assert.Contains("does not exist", await RefusedAsync(_folder.File("nowhere")), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Teach_FilesThatAreCalledPictures_Named()
    {
        string good = _folder.Draw("good", 12, seed: 1);
        _folder.Write("good/readme.png", "no picture"u8.ToArray());

        Assert.Contains("readme.png: not a JPEG or PNG image", await RefusedAsync(good), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("--false-rejects", "0", "over 0 and at most 0.5")]
    [InlineData("--false-rejects", "0.6", "over 0 and at most 0.5")]
    [InlineData("--memory", "3", "16 to 131072 patches")]
    [InlineData("--size", "10", "64 to 4096 pixels")]
    [InlineData("--score", "vote", "auto, neighbour, gaussian")]
    [InlineData("--layers", "s9", "'s9' is no value of the graph")]
    [InlineData("--backbone", "mine.onnx", "--licence is missing")]
    public async Task Teach_WrongOption_SaysWhatIsAllowed(string option, string value, string expected)
    {
        Assert.Contains(expected, await RefusedAsync(_folder.Draw("good", 10, seed: 1), option, value), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Teach_TestPicturesOfAnotherSize_RefusedBeforeTeaching()
    {
        string good = _folder.Draw("good", 10, seed: 1);
        _folder.Draw("test/good", 2, seed: 9, side: 128);
        _folder.Draw("test/bad", 2, seed: 9, side: 128);

        Assert.Contains("128x128", await RefusedAsync(good, "--test", _folder.File("test")), StringComparison.Ordinal);
        Assert.Contains("subfolders good and bad", await RefusedAsync(good, "--test", good), StringComparison.Ordinal);
    }

    [SharedFact]
    public async Task Teach_FewBoardsOfDeepPcb_TellsDefectiveOnesFromTemplates()
    {
        string[] names = [.. Directory.EnumerateFiles(SharedData.Path("data/deeppcb/templates"), "00041*").Select(file => Path.GetFileName(file)).Order(StringComparer.Ordinal).Take(44)];
        foreach (string folder in (string[])["good", "test/good", "test/bad"])
            Directory.CreateDirectory(_folder.File(folder));
        for (int i = 0; i < names.Length; i++)
        {
            // Every third board is kept back, so that all parts of the panel are taught.
            bool isTaught = i % 3 != 0;
            File.CreateSymbolicLink(_folder.File($"{(isTaught ? "good" : "test/good")}/{names[i]}"), SharedData.Path($"data/deeppcb/templates/{names[i]}"));
            if (!isTaught)
                File.CreateSymbolicLink(_folder.File($"test/bad/{names[i]}"), SharedData.Path($"data/deeppcb/images/{names[i]}"));
        }

        JsonElement result = JsonDocument.Parse(await RunAsync(
            0, "station", "teach", "--good", _folder.File("good"), "--out", _folder.File("boards.pack"), "--memory", "1024", "--size", "320", "--test", _folder.File("test"), "--json")).RootElement;

        Assert.True(result.GetProperty("test").GetProperty("auroc").GetDouble() > 0.8, result.GetProperty("test").ToString());
    }

    private string Digest(string name) => PackReader.Open(_folder.File(name), VisionModel.AgentVersion).Digest;

    private async Task<string> RefusedAsync(string good, params string[] more)
    {
        string pack = _folder.File("refused.pack"), errors = await RunAsync(2, ["station", "teach", "--good", good, "--out", pack, .. more]);
        Assert.False(File.Exists(pack));
        return errors;
    }

    /// <summary>Runs edgectl; what it says: on standard output where it is done, on standard error where it isn't.</summary>
    private static async Task<string> RunAsync(int expected, params string[] arguments)
    {
        (int status, string output, string errors) = await ToolProcess.RunAsync(arguments);
        Assert.True(status == expected, $"exit status {status}: {output}{errors}");
        return expected == 0 ? output : errors;
    }
}
