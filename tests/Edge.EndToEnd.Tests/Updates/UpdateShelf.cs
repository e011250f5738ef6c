using System.Formats.Tar;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Edge.Agent.Updates;
using Edge.Contracts.Packs;
using Edge.Contracts.Updates;

namespace Edge.EndToEnd.Tests.Updates;

/// <summary>
/// Releases without end, each made from its number: <c>model/7</c>, <c>configuration/7</c>, <c>agent/7</c>. Stands for signed metadata and a server,
/// which have their own tests; the files are real packs, configurations and bundles. Some numbers do not work on a device.
/// </summary>
internal sealed class UpdateShelf(string program) : IReleaseSource
{
    private const int BadEvery = 4;

    /// <summary>Whether this release does not work: a model that fails its self-test, a configuration under which the broker is lost, an agent that does not start.</summary>
    public static bool IsBad(int number) => number % BadEvery == 3;

    public Task RefreshAsync(CancellationToken cancellation) => Task.CompletedTask;

    public Task<ReleaseTarget?> FindAsync(string path, CancellationToken cancellation) => Task.FromResult<ReleaseTarget?>(Target(path));

    /// <summary>The file appears in pieces, and nothing is synced: that is the engine's to do.</summary>
    public Task DownloadAsync(ReleaseTarget target, string file, IProgress<long>? progress, CancellationToken cancellation)
    {
        byte[] content = Content(target.Path);
        using FileStream to = new(file, FileMode.Create, FileAccess.Write, FileShare.Read, bufferSize: 1);
        for (int at = 0; at < content.Length; at += 2048)
            to.Write(content, at, Math.Min(2048, content.Length - at));
        return Task.CompletedTask;
    }

    public ReleaseTarget Target(string path)
    {
        byte[] content = Content(path);
        (ReleaseKind kind, int number) = Parse(path);
        return new ReleaseTarget(path, content.Length, Convert.ToHexStringLower(SHA256.HashData(content)), new ReleaseDescription
        {
            Kind = kind,
            Name = UpdateFoldersName(kind),
            Version = number.ToString(CultureInfo.InvariantCulture),
            Counter = number,
        });
    }

    public static string PathOf(ReleaseKind kind, int number) => string.Create(CultureInfo.InvariantCulture, $"{UpdateFoldersName(kind)}/{number}");

    private static string UpdateFoldersName(ReleaseKind kind) => UpdateFolders.NameOf(kind);

    private static (ReleaseKind Kind, int Number) Parse(string path)
    {
        string[] parts = path.Split('/');
        return (parts[0] switch { "model" => ReleaseKind.Model, "configuration" => ReleaseKind.Configuration, _ => ReleaseKind.Agent }, int.Parse(parts[1], CultureInfo.InvariantCulture));
    }

    private byte[] Content(string path)
    {
        (ReleaseKind kind, int number) = Parse(path);
        return kind switch
        {
            ReleaseKind.Model => Pack(number),
            ReleaseKind.Configuration => Encoding.UTF8.GetBytes(string.Create(CultureInfo.InvariantCulture, $"cameras:\n  - {{ id: c{number}, source: 'synthetic:street' }}\nmqtt: {{ host: localhost, keepAlive: {20 + (number % 30)}s }}\n")),
            _ => Bundle(number),
        };
    }

    private static byte[] Pack(int number)
    {
        byte[] Filler(int seed) => Enumerable.Range(0, 3000).Select(i => (byte)((i * 31) + (number * 7) + seed)).ToArray();
        var files = new Dictionary<string, byte[]> { ["model.onnx"] = Filler(1), ["second.onnx"] = Filler(2) };
        var manifest = new PackManifest
        {
            Name = "crash",
            Version = $"1.0.{number}",
            Task = "detect",
            Model = "model.onnx",
            Input = new PackInput { Width = 64, Height = 64 },
            Decoder = "yolox",
            Labels = ["thing"],
            Thresholds = new PackThresholds(0.5f, 0.5f),
            Licence = "Apache-2.0",
            OldestAgent = "0.0.0",
            Files = new Dictionary<string, string>(),
        };
        string place = Path.GetTempFileName();
        try
        {
            PackWriter.WriteZip(place, PackWriter.Assemble("crash", manifest, files));
            return File.ReadAllBytes(place);
        }
        finally
        {
            File.Delete(place);
        }
    }

    private byte[] Bundle(int number)
    {
        using var bytes = new MemoryStream();
        using (var tar = new TarWriter(bytes, TarEntryFormat.Ustar, leaveOpen: true))
        {
            string start = IsBad(number) ? "exit 1" : program;
            Add(tar, "edge-agent", $"#!/bin/sh\n# {number}\n{start}\n", UnixFileMode.UserExecute);
            Add(tar, "version", number.ToString(CultureInfo.InvariantCulture), UnixFileMode.None);
            Add(tar, "lib/one", string.Concat(Enumerable.Repeat($"{number}\n", 800)), UnixFileMode.None);
            Add(tar, "lib/deep/two", string.Concat(Enumerable.Repeat($"{number}\n", 1200)), UnixFileMode.None);
        }

        return bytes.ToArray();
    }

    private static void Add(TarWriter tar, string name, string text, UnixFileMode more) => tar.WriteEntry(new UstarTarEntry(TarEntryType.RegularFile, name)
    {
        Mode = UnixFileMode.UserRead | UnixFileMode.UserWrite | more,
        ModificationTime = DateTimeOffset.UnixEpoch,
        DataStream = new MemoryStream(Encoding.ASCII.GetBytes(text)),
    });
}
