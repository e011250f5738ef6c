using System.IO.Compression;
using System.Text;
using System.Text.Json.Nodes;
using Edge.Contracts.Packs;

namespace Edge.Contracts.Tests.Packs;

/// <summary>The list of what an attacker, or a broken download, may put into a pack.</summary>
public sealed class PackReaderTests : IDisposable
{
    private const int SymbolicLink = 0xA000 | 0x1FF;
    private static readonly Version Agent = new(0, 1, 0);
    private readonly string _folder = Directory.CreateTempSubdirectory("edge-packs-").FullName;

    private string PackPath => Path.Combine(_folder, "test.pack");

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void Open_ZipOfWriter_GivesItsManifestAndBytes()
    {
        PackManifest written = PackWriter.Write(PackPath, Manifest(), Files());

        Pack pack = PackReader.Open(PackPath, Agent);

        Assert.Equal(written.ToUtf8(), pack.Manifest.ToUtf8());
        Assert.Equal("yolox", pack.Manifest.Decoder);
        Assert.Equal([1, 2, 3], pack.File("model.onnx"));
        Assert.Equal(64, pack.Digest.Length);
    }

    [Fact]
    public void Write_SameContent_GivesSameBytes()
    {
        PackWriter.Write(PackPath, Manifest(), Files());
        byte[] first = File.ReadAllBytes(PackPath);
        PackWriter.Write(PackPath, Manifest(), Files());

        Assert.Equal(first, File.ReadAllBytes(PackPath));
    }

    [Fact]
    public void Write_FileThatShrinksAThousandfold_CanBeReadAgain()
    {
        Dictionary<string, byte[]> files = Files();
        files["golden/0.input"] = new byte[1 << 20];

        PackWriter.Write(PackPath, Manifest(), files);

        Assert.Equal(1 << 20, PackReader.Open(PackPath, Agent).File("golden/0.input").Length);
    }

    [Fact]
    public void Open_Folder_GivesItsManifestAndBytes()
    {
        string folder = Unpacked();

        Pack pack = PackReader.Open(folder, Agent);

        Assert.Equal([1, 2, 3], pack.File("model.onnx"));
        Assert.Equal([4, 5], pack.File("golden/0.input"));
    }

    [Fact]
    public void Open_FolderWithSymbolicLink_Refused()
    {
        string folder = Unpacked();
        File.Delete(Path.Combine(folder, "model.onnx"));
        File.CreateSymbolicLink(Path.Combine(folder, "model.onnx"), "/etc/hostname");

        AssertRefused(folder, "model.onnx", "link");
    }

    [Fact]
    public void Open_FolderWithLinkedFolder_Refused()
    {
        string folder = Unpacked();
        Directory.CreateSymbolicLink(Path.Combine(folder, "more"), "/etc");

        AssertRefused(folder, "more", "link");
    }

    [Fact]
    public void Open_Missing_Refused() => AssertRefused(Path.Combine(_folder, "absent.pack"), "does not exist");

    [Fact]
    public void Open_NotAZip_Refused()
    {
        File.WriteAllText(PackPath, new string('x', 500));
        AssertRefused(PackPath, "not a zip");
    }

    [Fact]
    public void Open_ZipCutAnywhere_Refused()
    {
        PackWriter.Write(PackPath, Manifest(), Files());
        byte[] whole = File.ReadAllBytes(PackPath);
        for (int length = 0; length < whole.Length; length += 7)
        {
            File.WriteAllBytes(PackPath, whole[..length]);
            Assert.Throws<PackRefusedException>(() => PackReader.Open(PackPath, Agent));
        }
    }

    [Fact]
    public void Open_AnyByteFlipped_RefusedOrTheSameContent()
    {
        PackWriter.Write(PackPath, Manifest(), Files());
        byte[] whole = File.ReadAllBytes(PackPath);
        string digest = PackReader.Open(PackPath, Agent).Digest;
        for (int i = 0; i < whole.Length; i++)
        {
            byte[] flipped = [.. whole];
            flipped[i] ^= 0x20;
            File.WriteAllBytes(PackPath, flipped);
            try
            {
                // Bytes that carry no content, such as times, may differ; a changed manifest is another pack, not a broken one.
                Pack pack = PackReader.Open(PackPath, Agent);
                Assert.Equal([1, 2, 3], pack.File(pack.Manifest.Model));
                Assert.True(pack.Digest == digest || pack.Manifest.ToUtf8().Length > 0);
            }
            catch (PackRefusedException)
            {
            }
        }
    }

    [Theory]
    [InlineData("../evil")]
    [InlineData("a/../../evil")]
    [InlineData("/etc/evil")]
    [InlineData("a\\b")]
    [InlineData(".hidden")]
    [InlineData("a//b")]
    [InlineData("a/b/c/d/e")]
    [InlineData("with space")]
    [InlineData("nul\0byte")]
    [InlineData("trailing.")]
    public void Open_ForbiddenName_RefusedNamingIt(string name)
    {
        WriteZip(zip => Add(zip, name, [1]));
        AssertRefused(PackPath, name.Replace("\0", "\\u0000", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("model.onnx")]
    [InlineData("MODEL.onnx")]
    public void Open_SameNameTwice_Refused(string second)
    {
        WriteZip(zip => Add(zip, second, [1]));
        AssertRefused(PackPath, second, "twice");
    }

    [Fact]
    public void Open_SymbolicLinkInZip_Refused()
    {
        WriteZip(zip => Add(zip, "link", Encoding.UTF8.GetBytes("/etc/passwd")).ExternalAttributes = SymbolicLink << 16);
        AssertRefused(PackPath, "link");
    }

    [Fact]
    public void Open_UnlistedFile_Refused()
    {
        WriteZip(zip => Add(zip, "extra.bin", [1]));
        AssertRefused(PackPath, "extra.bin", "doesn't list");
    }

    [Fact]
    public void Open_ListedFileMissing_Refused()
    {
        PackManifest manifest = PackWriter.Write(PackPath, Manifest(), Files());
        Rewrite(zip => Add(zip, PackManifest.FileName, manifest.ToUtf8()));
        AssertRefused(PackPath, "lacks");
    }

    [Fact]
    public void Open_ChangedFile_RefusedWithBothHashes()
    {
        string folder = Unpacked();
        File.WriteAllBytes(Path.Combine(folder, "model.onnx"), [1, 2, 4]);
        AssertRefused(folder, "model.onnx", "SHA-256", "its manifest says");
    }

    [Fact]
    public void Open_BombInZip_RefusedBeforeItIsUnpacked()
    {
        WriteZip(zip => Add(zip, "bomb.bin", new byte[10_000_000]));
        AssertRefused(PackPath, "bomb.bin", "grows");
    }

    [Fact]
    public void Open_TooManyFiles_Refused()
    {
        WriteZip(zip =>
        {
            for (int i = 0; i < 100; i++)
                Add(zip, $"f{i}", [1]);
        });
        AssertRefused(PackPath, "more than 64 files");
    }

    [Fact]
    public void Open_FileOverLimit_Refused()
    {
        PackWriter.Write(PackPath, Manifest(), Files());
        PackRefusedException e = Assert.Throws<PackRefusedException>(() => PackReader.Open(PackPath, Agent, new PackLimits { MaximumFileBytes = 2 }));
        Assert.Contains("model.onnx", e.Message, StringComparison.Ordinal);
        e = Assert.Throws<PackRefusedException>(() => PackReader.Open(PackPath, Agent, new PackLimits { MaximumTotalBytes = 400 }));
        Assert.Contains("400", e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Open_PackForNewerAgent_RefusedWithBothVersionsEvenWithUnknownFields()
    {
        EditManifest(manifest =>
        {
            manifest["oldestAgent"] = "9.0.0";
            manifest["invention"] = true;
        });
        AssertRefused(PackPath, "9.0.0", "0.1.0");
    }

    [Theory]
    [InlineData("name", "\"../x\"", "name")]
    [InlineData("version", "\"1\"", "version")]
    [InlineData("task", "\"dream\"", "detect, classify")]
    [InlineData("model", "\"other.onnx\"", "other.onnx")]
    [InlineData("labels", "[]", "labels")]
    [InlineData("labels", "null", "manifest.json")]
    [InlineData("thresholds", """{"score":2,"nms":0.5}""", "thresholds.score")]
    [InlineData("input", """{"width":0,"height":416}""", "0x416")]
    [InlineData("input", """{"width":416,"height":416,"color":"cmyk"}""", "bgr, rgb, gray")]
    [InlineData("input", """{"width":416,"height":416,"color":"gray","mean":[0,0,0]}""", "one finite")]
    [InlineData("input", """{"width":416,"height":416,"scale":[1]}""", "three finite")]
    [InlineData("invention", "1", "invention")]
    [InlineData("golden", """[{"input":"nowhere","outputs":[],"tolerance":0}]""", "nowhere")]
    [InlineData("licence", "\"\"", "licence")]
    [InlineData("classifier", """{"model":"other.onnx","input":{"width":32,"height":32},"labels":["a"]}""", "classifier.model is 'other.onnx'")]
    [InlineData("classifier", """{"model":"model.onnx","input":{"width":32,"height":0},"labels":["a"]}""", "classifier.input is 32x0")]
    [InlineData("classifier", """{"model":"model.onnx","input":{"width":32,"height":32},"labels":[]}""", "classifier.labels")]
    [InlineData("classifier", """{"model":"model.onnx","input":{"width":32,"height":32},"labels":["a"],"margin":9}""", "classifier.margin")]
    [InlineData("classifier", """{"model":"model.onnx","input":{"width":32,"height":32},"labels":["a"],"score":-1}""", "classifier.score")]
    [InlineData("classifier", """{"model":"model.onnx","input":{"width":32,"height":32},"labels":["a"],"golden":[{"input":"nowhere","outputs":[],"tolerance":0}]}""", "classifier.golden: 'nowhere'")]
    [InlineData("golden", """[{"input":"model.onnx","outputs":[],"tolerance":0,"rms":2}]""", "rms")]
    public void Open_WrongManifestField_RefusedNamingIt(string field, string json, string expected)
    {
        EditManifest(manifest => manifest[field] = JsonNode.Parse(json));
        AssertRefused(PackPath, expected);
    }

    [Fact]
    public void Open_ClassifierInPackOfAClassifier_Refused()
    {
        EditManifest(manifest =>
        {
            manifest["task"] = "classify";
            manifest["classifier"] = JsonNode.Parse("""{"model":"model.onnx","input":{"width":32,"height":32},"labels":["a"]}""");
        });
        AssertRefused(PackPath, "for the crops of a detector");
    }

    [Fact]
    public void Open_PackWithTwoStages_GivesBoth()
    {
        PackClassifier classifier = new() { Model = "kinds.onnx", Input = new PackInput { Width = 32, Height = 32, Color = "gray" }, Labels = ["a", "b"], Margin = 0.5f };
        Dictionary<string, byte[]> files = Files();
        files["kinds.onnx"] = [7];
        PackManifest written = PackWriter.Write(PackPath, Manifest() with { Classifier = classifier }, files);

        Pack pack = PackReader.Open(PackPath, Agent);

        Assert.Equal(written.ToUtf8(), pack.Manifest.ToUtf8());
        Assert.Equal((0.5f, "classifier"), (pack.Manifest.Classifier!.Margin, pack.Manifest.Classifier.Decoder));
    }

    [Fact]
    public void Open_GreyInputWithoutMeanAndScale_GetsOneOfEach()
    {
        EditManifest(manifest => manifest["input"] = JsonNode.Parse("""{"width":416,"height":416,"color":"gray"}"""));
        PackInput input = PackReader.Open(PackPath, Agent).Manifest.Input;
        Assert.Equal([0, 1], input.Mean.Concat(input.Scale));
    }

    [Fact]
    public void Open_ManifestThatIsNotJson_Refused()
    {
        WriteZip(_ => { }, manifest: "{ not json"u8.ToArray());
        AssertRefused(PackPath, "manifest.json");
    }

    [Fact]
    public void Open_ManifestWithDuplicateField_Refused()
    {
        WriteZip(_ => { }, manifest: """{"name":"a","name":"b"}"""u8.ToArray());
        AssertRefused(PackPath, "manifest.json");
    }

    private static PackManifest Manifest() => new()
    {
        Name = "test",
        Version = "1.0.0",
        Task = "detect",
        Model = "model.onnx",
        Input = new PackInput { Width = 416, Height = 416 },
        Decoder = "yolox",
        Labels = ["person", "car"],
        Thresholds = new PackThresholds(0.25f, 0.5f),
        Accuracy = [new PackAccuracy("AP", "COCO val2017", 0.258)],
        Licence = "Apache-2.0",
        OldestAgent = "0.1.0",
        Files = new Dictionary<string, string>(),
    };

    private static Dictionary<string, byte[]> Files() => new() { ["model.onnx"] = [1, 2, 3], ["golden/0.input"] = [4, 5] };

    private static ZipArchiveEntry Add(ZipArchive zip, string name, byte[] bytes)
    {
        ZipArchiveEntry entry = zip.CreateEntry(name);
        using Stream stream = entry.Open();
        stream.Write(bytes);
        return entry;
    }

    private string Unpacked()
    {
        PackWriter.Write(PackPath, Manifest(), Files());
        string folder = Path.Combine(_folder, "unpacked");
        ZipFile.ExtractToDirectory(PackPath, folder);
        return folder;
    }

    private void EditManifest(Action<JsonObject> edit)
    {
        PackManifest manifest = PackWriter.Write(PackPath, Manifest(), Files());
        JsonObject json = JsonNode.Parse(manifest.ToUtf8())!.AsObject();
        edit(json);
        WriteZip(_ => { }, Encoding.UTF8.GetBytes(json.ToJsonString()));
    }

    private void WriteZip(Action<ZipArchive> more, byte[]? manifest = null)
    {
        manifest ??= PackWriter.Write(PackPath, Manifest(), Files()).ToUtf8();
        Rewrite(zip =>
        {
            Add(zip, PackManifest.FileName, manifest);
            foreach ((string name, byte[] bytes) in Files())
                Add(zip, name, bytes);
            more(zip);
        });
    }

    private void Rewrite(Action<ZipArchive> write)
    {
        File.Delete(PackPath);
        using ZipArchive zip = ZipFile.Open(PackPath, ZipArchiveMode.Create);
        write(zip);
    }

    private static void AssertRefused(string path, params string[] words)
    {
        PackRefusedException e = Assert.Throws<PackRefusedException>(() => PackReader.Open(path, Agent));
        Assert.All(words, word => Assert.Contains(word, e.Message, StringComparison.Ordinal));
    }
}
