using System.Globalization;
using System.Text.RegularExpressions;
using Edge.Contracts.Packs;
using Edge.Vision.Decoding;
using YamlDotNet.Core;
using YamlDotNet.RepresentationModel;

namespace Edge.Tool.Packs.Catalogue;

/// <summary>The public models that <c>model pull</c> knows; read from a YAML file, in which nothing is believed unchecked.</summary>
internal sealed partial class ModelCatalogue
{
    private const long MaximumFileBytes = 1 << 20;
    private readonly string _path;

    private ModelCatalogue(string path, IReadOnlyList<CatalogueEntry> entries)
    {
        _path = path;
        Entries = entries;
    }

    /// <summary>The file that ships with the tool.</summary>
    public static string ShippedPath => Path.Combine(AppContext.BaseDirectory, "models", "catalogue.yaml");

    /// <summary>All entries, as the file has them.</summary>
    public IReadOnlyList<CatalogueEntry> Entries { get; }

    /// <summary>Reads a catalogue.</summary>
    /// <exception cref="CatalogueException">It is missing or wrong; with line and field.</exception>
    public static ModelCatalogue Open(string path)
    {
        try
        {
            if (new FileInfo(path) is { Exists: true, Length: > MaximumFileBytes })
                throw new CatalogueException($"catalogue '{path}' is larger than {MaximumFileBytes} bytes");
            using StreamReader reader = new(path);
            YamlStream yaml = new();
            yaml.Load(reader);
            if (yaml.Documents.Count != 1)
                throw new CatalogueException($"catalogue '{path}' has {yaml.Documents.Count} documents; allowed: 1");
            CatalogueMap root = new(path, yaml.Documents[0].RootNode, "models");
            CatalogueEntry[] entries = [.. root.List("models").Select(node => Entry(path, node))];
            if (entries.Select(entry => entry.Name).Distinct(StringComparer.Ordinal).Count() != entries.Length)
                throw new CatalogueException($"catalogue '{path}' has two models of one name");
            return new ModelCatalogue(path, entries);
        }
        catch (YamlException e)
        {
            throw new CatalogueException($"catalogue '{path}', line {e.Start.Line}: {e.Message}", e);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new CatalogueException($"catalogue '{path}' can't be read: {e.Message}", e);
        }
    }

    /// <summary>The entry called <paramref name="name"/>.</summary>
    /// <exception cref="CatalogueException">There is none.</exception>
    public CatalogueEntry Find(string name) => Entries.FirstOrDefault(entry => entry.Name == name)
        ?? throw new CatalogueException($"catalogue '{_path}' has no '{name}'; it has {string.Join(", ", Entries.Select(entry => entry.Name))}");

    /// <summary>Whether <paramref name="text"/> is a SHA-256 as catalogues and options have it.</summary>
    public static bool IsSha256(string text) => Sha256Pattern().IsMatch(text);

    private static CatalogueEntry Entry(string path, YamlNode node)
    {
        CatalogueMap map = new(path, node, "name", "about", "source", "licence", "decoder", "input", "accuracy", "files");
        string decoder = map.Text("decoder");
        if (!DecoderNames.TryParse(decoder, out _))
            throw map.Fault("decoder", $"is '{decoder}'; allowed: {string.Join(", ", DecoderNames.All)}");
        string input = map.Text("input");
        if (!InputPattern().IsMatch(input))
            throw map.Fault("input", $"is '{input}'; allowed: WIDTHxHEIGHT");
        CatalogueMap accuracy = new(path, map.Node("accuracy"), "metric", "value", "dataset");
        if (!double.TryParse(accuracy.Text("value"), NumberStyles.Float, CultureInfo.InvariantCulture, out double value) || value is not (>= 0 and <= 1))
            throw accuracy.Fault("value", "is no number of 0 to 1");
        CatalogueFile[] files = [.. map.List("files").Select(file => FileOf(path, file))];
        if (files.Length == 0)
            throw map.Fault("files", "is empty");
        return new CatalogueEntry(
            map.Text("name"),
            map.Text("about"),
            map.Text("source"),
            map.Text("licence"),
            decoder,
            input,
            new PackAccuracy(accuracy.Text("metric"), accuracy.Text("dataset"), value),
            files);
    }

    private static CatalogueFile FileOf(string path, YamlNode node)
    {
        CatalogueMap map = new(path, node, "url", "sha256", "sizeBytes");
        string sha256 = map.Text("sha256");
        if (!IsSha256(sha256))
            throw map.Fault("sha256", "is not 64 lower-case hexadecimal digits");
        if (!long.TryParse(map.Text("sizeBytes"), NumberStyles.None, CultureInfo.InvariantCulture, out long sizeBytes) || sizeBytes < 1 || sizeBytes > PackLimits.Default.MaximumFileBytes)
            throw map.Fault("sizeBytes", $"is no number of 1 to {PackLimits.Default.MaximumFileBytes}");
        Uri? url = null;
        if (map.Has("url") && !(Uri.TryCreate(map.Text("url"), UriKind.Absolute, out url) && DownloadAddress.IsAllowed(url, from: null)))
            throw map.Fault("url", $"is '{map.Text("url")}'; allowed: https");
        return new CatalogueFile(url, sha256, sizeBytes);
    }

    [GeneratedRegex("""\A[0-9a-f]{64}\z""")]
    private static partial Regex Sha256Pattern();

    [GeneratedRegex("""\A[1-9]\d{0,3}x[1-9]\d{0,3}\z""")]
    private static partial Regex InputPattern();
}
