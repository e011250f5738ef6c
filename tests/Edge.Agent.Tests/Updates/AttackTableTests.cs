using System.Formats.Tar;
using System.IO.Compression;
using System.Text;
using Edge.Agent.Updates.Agents;
using Edge.Agent.Updates.Slots;
using Edge.Contracts.Packs;
using Edge.Contracts.Updates;
using Edge.Testing.Onnx;

namespace Edge.Agent.Tests.Updates;

/// <summary>
/// Every attack of the update path behind signed metadata, each refused by its own name, with the active version untouched: the slot, what runs, and the
/// files of both. The attacks on metadata and downloads themselves are in the tests of TUF.
/// </summary>
public sealed class AttackTableTests : IDisposable
{
    private readonly UpdateRig _rig = new();
    private readonly ModelTrials _trials = new();

    public AttackTableTests()
    {
        // The form is checked as on a device; to open each model in a child process as well is for the one attack that gets that far.
        _rig.Model.Form = _trials.Installer.StageAsync;
        // What may be tried again is not, in the time of a test.
        _rig.Policy = _rig.Policy with { FirstPause = TimeSpan.FromHours(1), LongestPause = TimeSpan.FromHours(1) };
        _rig.Installers.Add(new AgentInstaller(_rig.Folders, "", (_, _) => Task.CompletedTask));
        _rig.Installers.Add(_trials.Configurations(_rig.DataPath));
    }

    public void Dispose()
    {
        _trials.Dispose();
        _rig.Dispose();
    }

    [Fact]
    public Task TargetThatNobodySigned_IsRefused() => RefusedAsync("unknownTarget", _ => { }, path: "model/unsigned");

    [Fact]
    public Task TargetOfAnotherKind_SwappedIn_IsRefused() =>
        RefusedAsync("wrongKind", shelf => shelf.Put("model/2", ReleaseKind.Configuration, "cameras: []"u8.ToArray(), 9));

    [Fact]
    public Task DeltaAskedForAsARelease_IsRefused() =>
        RefusedAsync("wrongKind", shelf => shelf.Put(new ReleaseTarget("model/2", 5, ReleaseShelf.Hash("delta"u8.ToArray()), Description: null), "delta"u8.ToArray()));

    [Fact]
    public Task ReleaseForOtherHardware_IsRefused() =>
        RefusedAsync("wrongHardware", shelf => shelf.Put("model/2", ReleaseKind.Model, ModelTrials.Pack("2"), 9, release => release with { Hardware = ["jetson-orin"] }));

    [Fact]
    public Task ReleaseForOtherDevices_IsRefused() =>
        RefusedAsync("wrongSerial", shelf => shelf.Put("model/2", ReleaseKind.Model, ModelTrials.Pack("2"), 9, release => release with { Serials = ["serial-7", "serial-8"] }));

    [Fact]
    public Task OlderRelease_ReplayedByWhoeverHoldsTheBroker_IsRefused() =>
        RefusedAsync("olderCounter", shelf => shelf.Put("model/2", ReleaseKind.Model, ModelTrials.Pack("0"), counter: 1));

    [Fact]
    public Task ReleaseLargerThanTheDeviceTakes_IsRefused() =>
        RefusedAsync("noRoom", shelf => shelf.Put(new ReleaseTarget("model/2", 100L << 30, ReleaseShelf.Hash("x"u8.ToArray()), Description(ReleaseKind.Model)), "x"u8.ToArray()));

    [Fact]
    public Task HashThatWouldBeAPath_IsRefused() =>
        RefusedAsync("form.name", shelf => shelf.Put(new ReleaseTarget("model/2", 5, "../../../../../../../../../../../../../../../../../../../../../etc", Description(ReleaseKind.Model)), "x"u8.ToArray()));

    [Fact]
    public Task FileTamperedWithOnItsWay_IsRefused() =>
        RefusedAsync("wrongHash", shelf =>
        {
            shelf.Put("model/2", ReleaseKind.Model, ModelTrials.Pack("2"), 9);
            shelf.Tamper = content => [.. content.AsSpan(0, content.Length - 1), (byte)(content[^1] ^ 1)];
        });

    [Theory]
    [InlineData(-1)]
    [InlineData(1)]
    public Task FileOfAnotherLength_IsRefused(int change) =>
        RefusedAsync("wrongSize", shelf =>
        {
            shelf.Put("model/2", ReleaseKind.Model, ModelTrials.Pack("2"), 9);
            shelf.Tamper = content => change < 0 ? content[..^1] : [.. content, 0];
        });

    [Fact]
    public Task PackWithAFileThatItsManifestDoesNotMean_IsRefused() => PackRefusedAsync("form.wrongHash", files => files["model.onnx"] = TestModels.Yolox(1, []));

    [Fact]
    public Task PackWithAFileThatNobodyLists_IsRefused() => PackRefusedAsync("form.unlistedFile", files => files["more.onnx"] = [1]);

    [Theory]
    [InlineData("../evil.onnx", "form.pathOutside")]
    [InlineData("/etc/evil.onnx", "form.pathOutside")]
    [InlineData("a\\..\\evil.onnx", "form.pathOutside")]
    [InlineData(".hidden", "form.forbiddenName")]
    public Task PackWhosePathsLeadOut_ZipSlip_IsRefused(string name, string fault) => RefusedAsync(fault, shelf => shelf.Put("model/2", ReleaseKind.Model, Zip((name, [1], 0)), 9));

    [Fact]
    public Task PackWithALink_IsRefused() => RefusedAsync("form.link", shelf => shelf.Put("model/2", ReleaseKind.Model, Zip(("model.onnx", "/etc/passwd"u8.ToArray(), 0xA1FF << 16)), 9));

    [Fact]
    public Task PackThatGrowsWithoutEnd_IsRefused() => RefusedAsync("form.bomb", shelf => shelf.Put("model/2", ReleaseKind.Model, Zip(("model.onnx", new byte[8 << 20], 0)), 9));

    [Fact]
    public Task PackThatIsNoPack_IsRefused() => RefusedAsync("form.damaged", shelf => shelf.Put("model/2", ReleaseKind.Model, Encoding.ASCII.GetBytes(new string('x', 500)), 9));

    [Fact]
    public Task PackWhoseModelIsNone_IsRefused()
    {
        _rig.Installers[0] = _trials.Installer;
        return RefusedAsync("selfTest", shelf => shelf.Put("model/2", ReleaseKind.Model, ModelTrials.Pack("2", "no model"u8.ToArray()), 9), isPrefix: true);
    }

    [Theory]
    [InlineData("../../../../usr/bin/edge-agent", "form.pathOutside")]
    [InlineData("/usr/bin/edge-agent", "form.pathOutside")]
    [InlineData("lib\\..\\edge-agent", "form.pathOutside")]
    [InlineData("lib/.hidden", "form.forbiddenName")]
    [InlineData("a/b/c/d/e/f", "form.forbiddenName")]
    [InlineData("lib/na\u001bme", "form.forbiddenName")]
    public Task BundleWhosePathsLeadOut_IsRefused(string name, string fault) => BundleRefusedAsync(fault, Tars.File(name, "evil", Tars.Executable));

    [Fact]
    public Task BundleWithASymbolicLink_IsRefused() => BundleRefusedAsync("form.link", Tars.Link("lib/out", "/etc"), Tars.File("lib/out/passwd", "evil"));

    [Fact]
    public Task BundleWithAHardLink_IsRefused() => BundleRefusedAsync("form.link", Tars.Link("lib/hard", "/etc/passwd", TarEntryType.HardLink));

    [Theory]
    [InlineData(TarEntryType.CharacterDevice)]
    [InlineData(TarEntryType.BlockDevice)]
    [InlineData(TarEntryType.Fifo)]
    public Task BundleWithADevice_IsRefused(TarEntryType type) => BundleRefusedAsync("form.link", Tars.Other("lib/device", type));

    [Theory]
    [InlineData("edge-agent")]
    [InlineData("Edge-Agent")]
    [InlineData("lib")]
    [InlineData("edge-agent/inside")]
    public Task BundleWithANameTwice_IsRefused(string name) => BundleRefusedAsync("form.duplicateName", Tars.File(name, "second"));

    [Fact]
    public Task BundleWithoutAProgram_IsRefused() => RefusedAsync("form.noProgram", shelf => shelf.Put("agent/2", ReleaseKind.Agent, Tars.Of(Tars.File("edge-agent", "not executable")), 9), "agent/2", ReleaseKind.Agent);

    [Theory]
    [InlineData(0.3)]
    [InlineData(0.9)]
    public Task BundleCutShort_IsRefused(double part) =>
        RefusedAsync("form.", shelf => shelf.Put("agent/2", ReleaseKind.Agent, Cut(Tars.Zipped(Tars.Good("x", Tars.File("lib/noise", Noise()))), part), 9), "agent/2", ReleaseKind.Agent, isPrefix: true);

    [Theory]
    [InlineData("device: { id: other }\ncameras: []", "form.localSection")]
    [InlineData("cloud: { enabled: false }\ncameras: []", "form.localSection")]
    [InlineData("cameras: [", "form.yaml")]
    [InlineData("- a list", "form.yaml")]
    [InlineData("camras: []", "selfTest.settings")]
    [InlineData("cameras:\n  - { id: a, source: 'synthetic:street', zones: [ { id: z, points: [[0,0],[1,0],[1,1]] } ], rules: [ { id: r, when: present, zone: z, classes: [dragon] } ] }", "selfTest.rules")]
    public Task ConfigurationThatIsNotOne_IsRefused(string yaml, string fault) =>
        RefusedAsync(fault, shelf => shelf.Put("configuration/2", ReleaseKind.Configuration, Encoding.UTF8.GetBytes(yaml), 9), "configuration/2", ReleaseKind.Configuration);

    private static byte[] Zip(params (string Name, byte[] Content, int Attributes)[] files)
    {
        using var bytes = new MemoryStream();
        using (var zip = new ZipArchive(bytes, ZipArchiveMode.Create, leaveOpen: true))
        {
            foreach ((string name, byte[] content, int attributes) in files)
            {
                ZipArchiveEntry entry = zip.CreateEntry(name);
                if (attributes != 0)
                    entry.ExternalAttributes = attributes;
                using Stream stream = entry.Open();
                stream.Write(content);
            }
        }

        return bytes.ToArray();
    }

    private static byte[] Cut(byte[] whole, double part) => whole[..(int)(whole.Length * part)];

    private static string Noise()
    {
        var random = new Random(1);
        return new string([.. Enumerable.Range(0, 40_000).Select(_ => (char)random.Next('!', '~'))]);
    }

    private static ReleaseDescription Description(ReleaseKind kind) => new() { Kind = kind, Name = "x", Version = "2", Counter = 9 };

    private Task PackRefusedAsync(string fault, Action<Dictionary<string, byte[]>> change) => RefusedAsync(fault, shelf =>
    {
        string place = Path.Combine(_rig.DataPath, "made.pack");
        File.WriteAllBytes(place, ModelTrials.Pack("2"));
        Pack pack = PackReader.Open(place, new Version(99, 0));
        Dictionary<string, byte[]> files = pack.Manifest.Files.Keys.ToDictionary(name => name, pack.File);
        files[PackManifest.FileName] = pack.ManifestBytes.ToArray();
        change(files);
        PackWriter.WriteZip(place, files);
        shelf.Put("model/2", ReleaseKind.Model, File.ReadAllBytes(place), 9);
    });

    private Task BundleRefusedAsync(string fault, params TarEntry[] evil) =>
        RefusedAsync(fault, shelf => shelf.Put("agent/2", ReleaseKind.Agent, Tars.Good("evil", evil), 9), "agent/2", ReleaseKind.Agent);

    private async Task RefusedAsync(string fault, Action<ReleaseShelf> attack, string path = "model/2", ReleaseKind kind = ReleaseKind.Model, bool isPrefix = false)
    {
        _rig.Shelf.Put("model/1", ReleaseKind.Model, ModelTrials.Pack("1"), counter: 5);
        UpdateProgress first = await _rig.WantAsync(ReleaseKind.Model, "model/1");
        Assert.True(first.Outcome == UpdateOutcome.Committed, first.Reason);
        SlotRecord slot = _rig.Slot();
        (int generation, string running) = (_trials.Slot.Generation, _rig.Model.Running);
        string[] outside = Snapshot();

        attack(_rig.Shelf);
        UpdateProgress progress = await _rig.WantAsync(kind, path);

        Assert.Equal(UpdateOutcome.Refused, progress.Outcome);
        Assert.True(isPrefix ? progress.Fault.StartsWith(fault, StringComparison.Ordinal) : progress.Fault == fault, $"{progress.Fault}: {progress.Reason}");
        Assert.NotEmpty(progress.Reason);
        Assert.Equal(slot, _rig.Slot());
        Assert.Equal((generation, running), (_trials.Slot.Generation, _rig.Model.Running));
        Assert.Equal([slot.Current.Sha256], _rig.Stored);
        Assert.True(new ReleaseStore(_rig.Folders).IsSound(ReleaseKind.Model, slot.Current.Sha256));
        Assert.Equal(outside, Snapshot());
        Assert.Null(_rig.InProgress);
        // And it can update later.
        _rig.Shelf.Tamper = content => content;
        _rig.Shelf.Put("model/3", ReleaseKind.Model, ModelTrials.Pack("3"), counter: 10);
        Assert.Equal(UpdateOutcome.Committed, (await _rig.WantAsync(ReleaseKind.Model, "model/3", "r3")).Outcome);
    }

    // What an archive that writes outside would leave: anything beside the update folder's own parts.
    private string[] Snapshot() => [.. Directory.GetFileSystemEntries(_rig.DataPath).Concat(Directory.GetFileSystemEntries(_rig.Folders.Root)).Where(path => !path.EndsWith(".json", StringComparison.Ordinal) && !path.EndsWith(".pack", StringComparison.Ordinal)).Order(StringComparer.Ordinal)];
}
