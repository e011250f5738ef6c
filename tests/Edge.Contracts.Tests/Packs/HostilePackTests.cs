using System.Buffers.Binary;
using System.Diagnostics;
using System.Text;
using Edge.Contracts.Packs;

namespace Edge.Contracts.Tests.Packs;

/// <summary>The attack list: what somebody, or a broken download, may hand in as a pack, one row each. Each is refused by its own name, and nothing is written anywhere.</summary>
public sealed class HostilePackTests : IDisposable
{
    private const int UnixLink = 0xA1FF, UnixDevice = 0x21B6, UnixPipe = 0x11B6, UnixSocket = 0xC1B6;
    private static readonly Version Agent = new(0, 1, 0);
    private readonly string _root = Directory.CreateTempSubdirectory("edge-hostile-").FullName;

    public void Dispose() => Directory.Delete(_root, recursive: true);

    private static readonly Dictionary<string, (PackFault[] Faults, Func<PackBuilder, string> Make)> Attacks = new()
    {
        // Paths that lead out.
        ["a file one folder up"] = Named("../evil", PackFault.PathOutside),
        ["a file up from a folder"] = Named("golden/../../evil", PackFault.PathOutside),
        ["an absolute path"] = Named("/tmp/edge-evil", PackFault.PathOutside),
        ["a drive"] = Named("C:/evil", PackFault.PathOutside),
        ["a drive without a slash"] = Named("C:evil", PackFault.PathOutside),
        ["a backslash up"] = Named("..\\evil", PackFault.PathOutside),
        ["a backslash in the middle"] = Named("golden\\evil", PackFault.PathOutside),
        ["a network share"] = Named("\\\\host\\share\\evil", PackFault.PathOutside),
        ["a folder entry that leads out"] = Named("../evil/", PackFault.PathOutside),
        ["the folder itself"] = Named("./evil", PackFault.PathOutside),

        // Names that mean something else elsewhere.
        ["a NUL in the name"] = Named("model.onnx\0.txt", PackFault.ForbiddenName),
        ["a terminal's escape sequence in the name"] = Named("\u001b[2Jevil", PackFault.ForbiddenName),
        ["a line break in the name"] = Named("a\nb", PackFault.ForbiddenName),
        ["a letter composed"] = Named("mod\u00e8le.onnx", PackFault.ForbiddenName),
        ["the same letter in two parts"] = Named("mode\u0300le.onnx", PackFault.ForbiddenName),
        ["dots that only look like dots"] = Named("\uff0e\uff0e/evil", PackFault.ForbiddenName),
        ["a text written from right to left"] = Named("\u202exnno.ledom", PackFault.ForbiddenName),
        ["a hidden file"] = Named(".bashrc", PackFault.ForbiddenName),
        ["an empty folder name"] = Named("a//b", PackFault.ForbiddenName),
        ["a dot at the end"] = Named("model.onnx.", PackFault.ForbiddenName),
        ["a space"] = Named("model .onnx", PackFault.ForbiddenName),
        ["folders too deep"] = Named("a/b/c/d/e", PackFault.ForbiddenName),
        ["a name too long"] = Named(new string('a', 201), PackFault.ForbiddenName),

        // Things that are no files.
        ["a symbolic link in a zip"] = Typed(UnixLink, PackFault.Link),
        ["a device in a zip"] = Typed(UnixDevice, PackFault.Link),
        ["a pipe in a zip"] = Typed(UnixPipe, PackFault.Link),
        ["a socket in a zip"] = Typed(UnixSocket, PackFault.Link),
        ["a symbolic link in a folder"] = (One(PackFault.Link), pack => pack.Folder(folder =>
        {
            File.Delete(Path.Combine(folder, "model.onnx"));
            File.CreateSymbolicLink(Path.Combine(folder, "model.onnx"), "/etc/hostname");
        })),
        ["a link to nowhere in a folder"] = (One(PackFault.Link), pack => pack.Folder(folder => File.CreateSymbolicLink(Path.Combine(folder, "extra"), "nowhere"))),
        ["a linked folder in a folder"] = (One(PackFault.Link), pack => pack.Folder(folder => Directory.CreateSymbolicLink(Path.Combine(folder, "more"), "/etc"))),
        ["a pipe in a folder"] = (One(PackFault.Oversize), pack => pack.Folder(folder => Process.Start("mkfifo", [Path.Combine(folder, "pipe")]).WaitForExit())),

        // Two files in one place.
        ["one name twice"] = Named("model.onnx", PackFault.DuplicateName),
        ["one name in two letter cases"] = Named("MODEL.onnx", PackFault.DuplicateName),
        ["two manifests"] = Named("manifest.json", PackFault.DuplicateName),
        ["two manifests in two letter cases"] = Named("Manifest.JSON", PackFault.DuplicateName),
        ["a file that is a folder too"] = Named("model.onnx/inner", PackFault.DuplicateName),
        ["a folder that is a file too"] = Named("golden", PackFault.DuplicateName),
        ["two letter cases in a folder"] = (One(PackFault.DuplicateName), pack => pack.Folder(folder => File.WriteAllText(Path.Combine(folder, "MODEL.onnx"), "x"))),

        // Too much of something.
        ["a bomb"] = (One(PackFault.Bomb), pack => pack.Zip(zip => PackBuilder.Add(zip, "bomb", new byte[10_000_000]))),
        ["a file longer than its directory says"] = (
            [PackFault.Bomb, PackFault.Damaged, PackFault.WrongHash],
            pack => pack.ZipDirectory((bytes, at) => BinaryPrimitives.WriteInt32LittleEndian(bytes.AsSpan(at + 24), 10))),
        ["a file shorter than its directory says"] = (
            [PackFault.Bomb, PackFault.Damaged],
            pack => pack.ZipDirectory((bytes, at) => BinaryPrimitives.WriteInt32LittleEndian(bytes.AsSpan(at + 24), 5000))),
        ["a file of gigabytes, by its directory"] = (
            [PackFault.Bomb, PackFault.Oversize, PackFault.Damaged],
            pack => pack.ZipDirectory((bytes, at) => BinaryPrimitives.WriteUInt32LittleEndian(bytes.AsSpan(at + 24), 0xFFFFFFF0))),
        ["files that are too much together"] = (One(PackFault.Oversize), pack => pack.Zip(zip =>
        {
            for (int i = 0; i < 5; i++)
                PackBuilder.Add(zip, $"part{i}", PackBuilder.Noise(9_000));
        })),
        ["a file that is too much"] = (One(PackFault.Oversize), pack => pack.Zip(zip => PackBuilder.Add(zip, "large", PackBuilder.Noise(15_000)))),
        ["an empty file"] = (One(PackFault.Oversize), pack => pack.Zip(zip => PackBuilder.Add(zip, "empty", []))),
        ["too many files"] = (One(PackFault.Oversize), pack => pack.Zip(zip =>
        {
            for (int i = 0; i < 70; i++)
                PackBuilder.Add(zip, $"f{i}", [1]);
        })),
        ["a directory of thousands"] = (One(PackFault.Oversize), pack => pack.Zip(zip =>
        {
            for (int i = 0; i < 5000; i++)
                PackBuilder.Add(zip, $"f{i}", [1]);
        })),

        // A damaged container.
        ["half a zip"] = (One(PackFault.Damaged), pack => pack.ZipBytes(bytes => bytes[..(bytes.Length / 2)])),
        ["a zip without its last byte"] = (One(PackFault.Damaged), pack => pack.ZipBytes(bytes => bytes[..^1])),
        ["an empty download"] = (One(PackFault.Damaged), pack => pack.ZipBytes(_ => [])),
        ["a page that says not found"] = (One(PackFault.Damaged), pack => pack.ZipBytes(_ => Encoding.UTF8.GetBytes("<html>" + new string(' ', 500) + "404</html>"))),
        ["something behind the zip"] = (One(PackFault.Damaged), pack => pack.ZipBytes(bytes => [.. bytes, 1, 2, 3])),
        ["a second directory between"] = (One(PackFault.Damaged), pack => pack.ZipBytes(bytes => [.. bytes[..^22], .. new byte[100], .. bytes[^22..]])),
        ["an encrypted file"] = (One(PackFault.Damaged), pack => pack.ZipDirectory((bytes, at) => bytes[at + 8] |= 1)),
        ["a file packed in an unknown way"] = (One(PackFault.Damaged), pack => pack.ZipDirectory((bytes, at) => bytes[at + 10] = 99)),
        ["a file that begins elsewhere"] = (
            [PackFault.Damaged, PackFault.WrongHash, PackFault.Bomb],
            pack => pack.ZipDirectory((bytes, at) => BinaryPrimitives.WriteInt32LittleEndian(bytes.AsSpan(at + 42), 1_000_000))),

        // Files that are not the listed ones.
        ["a changed model"] = (One(PackFault.WrongHash), pack => pack.Zip(With(PackBuilder.Sound(), "model.onnx", PackBuilder.Noise(301)))),
        ["a changed model in a folder"] = (One(PackFault.WrongHash), pack => pack.Folder(folder => File.AppendAllText(Path.Combine(folder, "model.onnx"), "x"))),
        ["a file that nobody listed"] = (One(PackFault.UnlistedFile), pack => pack.Zip(zip => PackBuilder.Add(zip, "extra.bin", [1]))),
        ["a file of another letter case than listed"] = (One(PackFault.UnlistedFile), pack => pack.Zip(With(Without(PackBuilder.Sound(), "model.onnx"), "Model.onnx", PackBuilder.Noise(300)))),
        ["a listed file that is missing"] = (One(PackFault.MissingFile), pack => pack.Zip(Without(PackBuilder.Sound(), "golden/0.input"))),
        ["no manifest"] = (One(PackFault.MissingFile), pack => pack.Zip(Without(PackBuilder.Sound(), "manifest.json"))),
        ["no pack at all"] = (One(PackFault.Unreadable), pack => pack.ZipPath),

        // Manifests.
        ["a manifest of megabytes"] = (One(PackFault.Oversize), pack => pack.ZipWithManifest(PackBuilder.Noise((1 << 20) + 1))),
        ["a manifest nested forty deep"] = (One(PackFault.Manifest), pack => pack.ZipWithManifest(string.Concat(Enumerable.Repeat("{\"a\":", 40)) + "1" + new string('}', 40))),
        ["a manifest that is not UTF-8"] = (One(PackFault.Manifest), pack => pack.ZipWithManifest([.. "{\"name\":\""u8, 0xC3, 0x28, 0xFF, .. "\"}"u8])),
        ["a manifest in UTF-16"] = (One(PackFault.Manifest), pack => pack.ZipWithManifest(Encoding.Unicode.GetBytes("{\"name\":\"a\"}"))),
        ["a manifest that is a list"] = (One(PackFault.Manifest), pack => pack.ZipWithManifest("[1,2,3]")),
        ["a manifest that is null"] = (One(PackFault.Manifest), pack => pack.ZipWithManifest("null")),
        ["a manifest with a field twice"] = (One(PackFault.Manifest), pack => pack.ZipWithManifest("\"name\": \"test\"", "\"name\": \"test\", \"name\": \"other\"")),
        ["a manifest with an unknown field"] = (One(PackFault.Manifest), pack => pack.ZipWithManifest("\"name\"", "\"run\": \"rm -rf /\", \"name\"")),
        ["a manifest with a comment"] = (One(PackFault.Manifest), pack => pack.ZipWithManifest("\"name\"", "/* */ \"name\"")),
        ["a manifest that lists a path outside"] = (One(PackFault.Manifest), pack => pack.ZipWithManifest("\"golden/0.input\"", "\"../../etc/passwd\"")),
        ["a manifest that lists itself"] = (One(PackFault.Manifest), pack => pack.ZipWithManifest("\"golden/0.input\"", "\"manifest.json\"")),
        ["a manifest that lists its signature"] = (One(PackFault.Manifest), pack => pack.ZipWithManifest("\"golden/0.input\"", "\"manifest.sig\"")),
        ["a model that is a path outside"] = (One(PackFault.Manifest), pack => pack.ZipWithManifest("\"model\": \"model.onnx\"", "\"model\": \"../../model.onnx\"")),
        ["a label that clears the terminal"] = (One(PackFault.Manifest), pack => pack.ZipWithManifest("\"person\"", "\"\\u001b[2Jperson\"")),
        ["a name that clears the terminal"] = (One(PackFault.Manifest), pack => pack.ZipWithManifest("\"name\": \"test\"", "\"name\": \"\\u001b[2J\"")),
        ["an input of gigapixels"] = (One(PackFault.Manifest), pack => pack.ZipWithManifest("\"width\": 416", "\"width\": 2000000000")),
        ["a scale that is no number"] = (One(PackFault.Manifest), pack => pack.ZipWithManifest("\"score\": 0.25", "\"score\": 1e999")),
        ["more golden vectors than anybody needs"] = (One(PackFault.Manifest), pack => pack.ZipWithManifest(
            "\"golden\": []", $"\"golden\": [{string.Join(',', Enumerable.Repeat("{\"input\":\"golden/0.input\",\"outputs\":[],\"tolerance\":0}", 40))}]")),
        ["a detector that says it finds anomalies"] = (One(PackFault.Manifest), pack => pack.ZipWithManifest("\"task\": \"detect\"", "\"task\": \"anomaly\"")),
        ["a detector with a memory of good parts"] = Remembering("detect", "golden/0.input", "1"),
        ["a memory outside the pack"] = Remembering("anomaly", "../../memory.bin", "1"),
        ["a memory that is the model"] = Remembering("anomaly", "model.onnx", "1"),
        ["a memory that nobody listed"] = Remembering("anomaly", "memory.bin", "1"),
        ["a threshold of nothing"] = Remembering("anomaly", "golden/0.input", "0"),
        ["a negative threshold"] = Remembering("anomaly", "golden/0.input", "-1"),
        ["an endless threshold"] = Remembering("anomaly", "golden/0.input", "1e999"),
        ["a score that nobody knows"] = Remembering("anomaly", "golden/0.input", "1", decides: "vote"),
        ["false rejects of everything"] = Remembering("anomaly", "golden/0.input", "1", falseRejects: "1"),
        ["a pack for a newer agent"] = (One(PackFault.NewerAgent), pack => pack.ZipWithManifest("\"oldestAgent\": \"0.1.0\"", "\"oldestAgent\": \"9.0.0\"")),

        // Signature files.
        ["a signature file that is no JSON"] = Signed("signed, honestly"),
        ["a signature of another scheme"] = Signed($$"""{"signatures":[{"keyId":"{{new string('a', 64)}}","scheme":"none","sig":"AAAA"}]}"""),
        ["a signature that is no base64"] = Signed($$"""{"signatures":[{"keyId":"{{new string('a', 64)}}","scheme":"ecdsa-sha2-nistp256","sig":"%%%"}]}"""),
        ["a key that is no hash"] = Signed("""{"signatures":[{"keyId":"vendor","scheme":"ecdsa-sha2-nistp256","sig":"AAAA"}]}"""),
        ["two signatures of one key"] = Signed($$"""{"signatures":[{{string.Join(',', Enumerable.Repeat($$"""{"keyId":"{{new string('a', 64)}}","scheme":"ecdsa-sha2-nistp256","sig":"AAAA"}""", 2))}}]}"""),
        ["a hundred signatures"] = Signed($$"""{"signatures":[{{string.Join(',', Enumerable.Range(0, 100).Select(i => $$"""{"keyId":"{{i:x64}}","scheme":"ecdsa-sha2-nistp256","sig":"AAAA"}"""))}}]}"""),
    };

    public static TheoryData<string> Names => [.. Attacks.Keys];

    [Theory]
    [MemberData(nameof(Names))]
    public void Open_Attack_RefusedByNameAndNothingWritten(string attack)
    {
        (PackFault[] faults, Func<PackBuilder, string> make) = Attacks[attack];
        string inside = Path.Combine(_root, "a", "b");
        Directory.CreateDirectory(inside);
        string path = make(new PackBuilder(inside));
        string[] before = Snapshot();

        PackRefusedException e = Assert.Throws<PackRefusedException>(() => PackReader.Open(path, Agent, new PackLimits
        {
            // Small files stand for large ones where that is the attack.
            MaximumFileBytes = attack == "a file that is too much" ? 10_000 : 1 << 24,
            MaximumTotalBytes = attack == "files that are too much together" ? 40_000 : 1 << 25,
        }));

        Assert.Contains(e.Fault, faults);
        Assert.DoesNotContain(e.Message, letter => char.IsControl(letter) || letter == '\u202e');
        Assert.Equal(before, Snapshot());
        Assert.False(File.Exists("/tmp/edge-evil"));
        Assert.False(File.Exists(Path.Combine(Environment.CurrentDirectory, "evil")));
    }

    [Fact]
    public void Open_TheSamePackUnharmed_Taken()
    {
        PackBuilder builder = new(_root);
        Assert.Equal("test", PackReader.Open(builder.Zip(PackBuilder.Sound()), Agent).Manifest.Name);
        Assert.Equal("test", PackReader.Open(builder.Folder(_ => { }), Agent).Manifest.Name);
    }

    private static PackFault[] One(PackFault fault) => [fault];

    private static (PackFault[] Faults, Func<PackBuilder, string> Make) Named(string name, PackFault fault) =>
        ([fault], pack => pack.Zip(zip =>
        {
            if (name.EndsWith('/'))
                zip.CreateEntry(name);
            else
                PackBuilder.Add(zip, name, [1]);
        }));

    private static (PackFault[] Faults, Func<PackBuilder, string> Make) Typed(int mode, PackFault fault) =>
        ([fault], pack => pack.Zip(zip => PackBuilder.Add(zip, "extra", "/etc/passwd"u8.ToArray()).ExternalAttributes = mode << 16));

    private static (PackFault[] Faults, Func<PackBuilder, string> Make) Signed(string signatures) =>
        ([PackFault.SignatureFile], pack => pack.Zip(With(PackBuilder.Sound(), "manifest.sig", Encoding.UTF8.GetBytes(signatures))));

    private static (PackFault[] Faults, Func<PackBuilder, string> Make) Remembering(
        string task, string bank, string threshold, string decides = "neighbour", string falseRejects = "0.01") =>
        ([PackFault.Manifest], pack => pack.ZipWithManifest(
            "\"task\": \"detect\"",
            $$"""
            "task": "{{task}}", "anomaly": {"bank": "{{bank}}", "decides": "{{decides}}", "neighbourThreshold": {{threshold}}, "gaussianThreshold": 1, "falseRejects": {{falseRejects}}, "taught": 20}
            """));

    private static Dictionary<string, byte[]> With(Dictionary<string, byte[]> files, string name, byte[] bytes)
    {
        files[name] = bytes;
        return files;
    }

    private static Dictionary<string, byte[]> Without(Dictionary<string, byte[]> files, string name)
    {
        files.Remove(name);
        return files;
    }

    /// <summary>Every path under the root with its size and time.</summary>
    private string[] Snapshot() =>
    [
        .. new DirectoryInfo(_root).EnumerateFileSystemInfos("*", SearchOption.AllDirectories)
            .Select(entry => $"{entry.FullName} {entry.LastWriteTimeUtc.Ticks} {(entry is FileInfo { LinkTarget: null } file ? file.Length : 0)}")
            .Order(StringComparer.Ordinal),
    ];
}
