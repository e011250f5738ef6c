using System.Security.Cryptography;
using System.Text.Json;
using Edge.Contracts.Packs;
using Edge.Testing;
using Edge.Testing.Onnx;
using Edge.Tool.Tests.Packs;
using Edge.Tool.Tests.Packs.Catalogue;

namespace Edge.Tool.Tests.Models;

public sealed class ModelPullCommandTests : IDisposable
{
    private readonly PackWorkshop _folder = new();

    public void Dispose() => _folder.Dispose();

    [SharedTheory]
    [InlineData("yolox-nano", "models/yolox_nano_416.onnx", "yolox", 0.258)]
    [InlineData("nanodet-m", "models/nanodet_m_416.onnx", "nanodet", 0.235)]
    public async Task Pull_LocalFileOfTheRightHash_IsPackedWithItsLicenceAndAccuracy(string name, string file, string decoder, double ap)
    {
        await RunAsync(0, "model", "pull", name, "--file", SharedData.Path(file), "--out", _folder.File("pulled.pack"));
        PackManifest manifest = _folder.Open("pulled.pack").Manifest;
        Assert.Equal((name, decoder, "Apache-2.0", 80), (manifest.Name, manifest.Decoder, manifest.Licence, manifest.Labels.Count));
        Assert.Equal(ap, Assert.Single(manifest.Accuracy).Value);
        await RunAsync(0, "model", "verify", _folder.File("pulled.pack"));
    }

    [Fact]
    public async Task Pull_LocalFileOfAnotherHash_RefusedWithBoth()
    {
        string errors = await RunAsync(2, "model", "pull", "yolox-nano", "--file", _folder.Detector(), "--out", _folder.File("pulled.pack"));
        Assert.Contains("e8af074932d4ed7e", errors, StringComparison.Ordinal);
        Assert.False(File.Exists(_folder.File("pulled.pack")));
    }

    [Fact]
    public async Task Pull_FromAServerThatCutsOnce_IsPackedAndLeavesNothingBesides()
    {
        byte[] model = TestModels.Yolox(80, []);
        using FileServer server = new(async (number, request, to, end) =>
        {
            if (number > 0)
            {
                await FileServer.ServeAsync(request, to, model);
                return;
            }

            await FileServer.WriteAsync(to, $"HTTP/1.1 200 OK\r\nETag: \"v1\"\r\nContent-Length: {model.Length}\r\n\r\n");
            await to.WriteAsync(model.AsMemory(0, 1000), end);
        });
        string catalogue = Catalogue(server, model);

        await RunAsync(0, "model", "pull", "small", "--catalogue", catalogue, "--out", _folder.File("pulled.pack"));

        Assert.Equal(model, _folder.Open("pulled.pack").File("model.onnx"));
        Assert.False(File.Exists(_folder.File("pulled.pack.onnx")));
        Assert.True(server.Requests.Count >= 2);
    }

    [Fact]
    public async Task Pull_ServerGivesAnotherFile_RefusedAndNothingWritten()
    {
        byte[] model = TestModels.Yolox(80, []), other = [.. model];
        other[^1] ^= 1;
        using FileServer server = new((_, request, to, _) => FileServer.ServeAsync(request, to, other));
        string errors = await RunAsync(2, "model", "pull", "small", "--catalogue", Catalogue(server, model), "--out", _folder.File("pulled.pack"));
        Assert.Contains("not the file that was meant", errors, StringComparison.Ordinal);
        Assert.False(File.Exists(_folder.File("pulled.pack")));
        Assert.False(File.Exists(_folder.File("pulled.pack.onnx.part")));
    }

    [Fact]
    public async Task Pull_OwnAddressWithHash_IsPacked()
    {
        byte[] model = TestModels.Yolox(2, []);
        using FileServer server = new((_, request, to, _) => FileServer.ServeAsync(request, to, model));
        await RunAsync(
            0, "model", "pull", "mine", "--url", server.Url.AbsoluteUri, "--sha256", Hash(model), "--licence", "MIT",
            "--labels", _folder.Labels("labels.txt", "a", "b"), "--out", _folder.File("pulled.pack"));
        Assert.Equal("mine", _folder.Open("pulled.pack").Manifest.Name);
    }

    [Theory]
    [InlineData("--sha256", "abc", "64 hexadecimal digits")]
    [InlineData("--url", "http://example.org/m.onnx", "no https address")]
    public async Task Pull_OwnAddressWithoutWhatMakesItSafe_Refused(string option, string value, string expected)
    {
        Dictionary<string, string> options = new() { ["--url"] = "https://example.org/m.onnx", ["--sha256"] = new string('a', 64), ["--licence"] = "MIT", ["--out"] = _folder.File("p.pack") };
        options[option] = value;
        string errors = await RunAsync(2, ["model", "pull", "mine", .. options.SelectMany(pair => new[] { pair.Key, pair.Value })]);
        Assert.Contains(expected, errors, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Pull_List_ShowsTheCatalogue()
    {
        JsonElement models = JsonDocument.Parse(await RunAsync(0, "model", "pull", "--list", "--json")).RootElement.GetProperty("models");
        Assert.Contains(models.EnumerateArray(), model => model.GetProperty("name").GetString() == "yolox-tiny");
    }

    private static string Hash(byte[] bytes) => Convert.ToHexStringLower(SHA256.HashData(bytes));

    private string Catalogue(FileServer server, byte[] model) => _folder.Labels("catalogue.yaml", $$"""
        models:
          - name: small
            about: A test model
            source: https://example.org
            licence: MIT
            decoder: yolox
            input: 32x32
            accuracy: { metric: AP, value: 0.5, dataset: mine }
            files:
              - { url: "{{server.Url}}", sha256: {{Hash(model)}}, sizeBytes: {{model.Length}} }
        """);

    private static async Task<string> RunAsync(int expected, params string[] arguments)
    {
        (int status, string output, string errors) = await ToolProcess.RunAsync(arguments);
        Assert.True(status == expected, output + errors);
        return expected == 0 ? output : errors;
    }
}
