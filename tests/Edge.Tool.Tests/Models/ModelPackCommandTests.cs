using System.Text.Json;
using Edge.Contracts.Packs;
using Edge.Testing.Onnx;
using Edge.Tool.Tests.Packs;

namespace Edge.Tool.Tests.Models;

/// <summary>A real edgectl, from a model to a signed pack that verifies, and every way in which that can go wrong.</summary>
public sealed class ModelPackCommandTests : IDisposable
{
    private readonly PackWorkshop _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task PackSignVerify_WholeWay_IsSoundForWhoeverTrustsTheKey()
    {
        string key = _folder.File("vendor.key");
        await RunAsync(0, "key", "new", key);
        string pack = await _folder.PackAsync("test.pack", "--accuracy", "AP=0.5@my parts", "--name", "parts", "--version", "2.1.0");
        await RunAsync(0, "model", "sign", pack, "--key", key);

        JsonElement result = JsonDocument.Parse(await RunAsync(0, "model", "verify", pack, "--key", key + ".pub", "--json")).RootElement;

        Assert.True(result.GetProperty("sound").GetBoolean());
        Assert.Equal(["container", "manifest", "files", "signature", "model", "golden"], result.GetProperty("checks").EnumerateArray().Select(check => check.GetProperty("name").GetString()));
        Assert.All(result.GetProperty("checks").EnumerateArray(), check => Assert.True(check.GetProperty("passed").GetBoolean()));
        Assert.Equal(("parts", "2.1.0"), (result.GetProperty("name").GetString(), result.GetProperty("version").GetString()));
        Assert.Equal(new PackAccuracy("AP", "my parts", 0.5), Assert.Single(_folder.Open("test.pack").Manifest.Accuracy));
    }

    [Fact]
    public async Task Sign_FolderThenTamper_EachRefusedByName()
    {
        string key = _folder.File("vendor.key");
        await RunAsync(0, "key", "new", key);
        string pack = await _folder.PackAsync("folder", "--key", key);
        Assert.Equal("sound", await FaultAsync(pack, key + ".pub"));

        File.AppendAllText(Path.Combine(pack, "model.onnx"), "x");
        Assert.Equal("wrong-hash", await FaultAsync(pack, key + ".pub"));
        string errors = await RunAsync(2, "model", "sign", pack, "--key", key);
        Assert.Contains("SHA-256", errors, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("unsigned")]
    [InlineData("untrusted-key")]
    public async Task Verify_WithKey_RefusesOthers(string fault)
    {
        await RunAsync(0, "key", "new", _folder.File("vendor.key"));
        await RunAsync(0, "key", "new", _folder.File("stranger.key"));
        string pack = await _folder.PackAsync("test.pack", fault == "unsigned" ? [] : ["--key", _folder.File("stranger.key")]);
        Assert.Equal(fault, await FaultAsync(pack, _folder.File("vendor.key.pub")));
    }

    [Fact]
    public async Task Verify_GoldenVectorThatDoesNotHold_RefusedByName()
    {
        string pack = await _folder.PackAsync("folder");
        string path = Path.Combine(pack, "golden/0.output");
        PackTensor tensor = PackTensor.Read(File.ReadAllBytes(path), "t");
        tensor.Elements[^3] += 0.5f;
        Rewrite("folder", files => files["golden/0.output"] = tensor.ToBytes());
        Assert.Equal("golden", await FaultAsync(pack));
    }

    [Theory]
    [InlineData("shape")]
    [InlineData("external-data")]
    [InlineData("not-onnx")]
    public async Task Verify_ModelThatIsNotWhatTheManifestSays_RefusedByNameInTheChild(string fault)
    {
        string pack = await _folder.PackAsync("test.pack");
        byte[] model = fault switch
        {
            "shape" => TestModels.Yolox(7, []),
            "external-data" => new OnnxGraph().Input("images", OnnxType.Float, 1, 3, 32, 32).External("w", "/etc/passwd", 4).ToModel(),
            _ => "this is no model"u8.ToArray(),
        };
        Rewrite("test.pack", files => files["model.onnx"] = model);
        Assert.Equal(fault, await FaultAsync(pack));
    }

    [Theory]
    [InlineData("--accuracy", "AP is good", "METRIC=VALUE@DATASET")]
    [InlineData("--color", "cmyk", "bgr, rgb, gray")]
    [InlineData("--size", "large", "WIDTHxHEIGHT")]
    [InlineData("--mean", "1,x", "a number")]
    [InlineData("--fit", "squeeze", "stretch")]
    [InlineData("--name", "../evil", "name is")]
    [InlineData("--version", "1", "major.minor.patch")]
    [InlineData("--labels", "/nowhere/labels.txt", "labels.txt")]
    [InlineData("--golden", "/nowhere/picture.jpg", "picture.jpg")]
    [InlineData("--classifier", "/nowhere/kinds.onnx", "kinds.onnx")]
    [InlineData("--key", "/nowhere/vendor.key", "vendor.key")]
    public async Task Pack_WrongArgument_RefusedNamingItAndNothingWritten(string option, string value, string expected)
    {
        string[] labels = option == "--labels" ? [] : ["--labels", _folder.Labels("labels.txt", "scratch", "dent")];
        (int status, _, string errors) = await ToolProcess.RunAsync(["model", "pack", _folder.Detector(), "--licence", "MIT", "--out", _folder.File("out.pack"), option, value, .. labels]);
        Assert.Equal(2, status);
        Assert.Contains(expected, errors, StringComparison.Ordinal);
        Assert.False(File.Exists(_folder.File("out.pack")));
    }

    [Fact]
    public async Task KeyNew_TellsTheKeyIdAndNothingOfTheKey()
    {
        string key = _folder.File("vendor.key");
        string output = await RunAsync(0, "key", "new", key, "--json");
        JsonElement result = JsonDocument.Parse(output).RootElement;
        Assert.Equal(PackKey.FromFile(key + ".pub").Id, result.GetProperty("keyId").GetString());
        Assert.DoesNotContain("BEGIN", output, StringComparison.Ordinal);
        Assert.Contains("exists", await RunAsync(2, "key", "new", key), StringComparison.Ordinal);
    }

    private static async Task<string> FaultAsync(string pack, string? key = null)
    {
        (int status, string output, string errors) = await ToolProcess.RunAsync(["model", "verify", pack, "--json", .. key is null ? Array.Empty<string>() : ["--key", key]]);
        JsonElement result = JsonDocument.Parse(output).RootElement;
        bool isSound = result.GetProperty("sound").GetBoolean();
        Assert.True(status == (isSound ? 0 : 2), output + errors);
        return isSound ? "sound" : result.GetProperty("fault").GetString()!;
    }

    /// <summary>The same pack with changed files and the right hashes: what only opening it can find out.</summary>
    private void Rewrite(string name, Action<Dictionary<string, byte[]>> change)
    {
        Pack pack = _folder.Open(name);
        Dictionary<string, byte[]> files = pack.Manifest.Files.Keys.ToDictionary(path => path, path => pack.File(path).ToArray());
        change(files);
        if (Directory.Exists(_folder.File(name)))
            PackWriter.WriteFolder(_folder.File(name), PackWriter.Assemble(name, pack.Manifest, files));
        else
            PackWriter.Write(_folder.File(name), pack.Manifest, files);
    }

    private static async Task<string> RunAsync(int expected, params string[] arguments)
    {
        (int status, string output, string errors) = await ToolProcess.RunAsync(arguments);
        Assert.True(status == expected, output + errors);
        return expected == 0 ? output : errors;
    }
}
