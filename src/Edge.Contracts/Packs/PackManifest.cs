using System.Text.Json;
using System.Text.Json.Serialization;

namespace Edge.Contracts.Packs;

/// <summary>The file <c>manifest.json</c> of a pack.</summary>
public sealed record PackManifest
{
    /// <summary>The manifest's own file name.</summary>
    public const string FileName = "manifest.json";

    private static readonly JsonSerializerOptions Json = new(JsonSerializerOptions.Strict)
    {
        PropertyNamingPolicy = JsonNamingPolicy.CamelCase,
        PropertyNameCaseInsensitive = false,
        MaxDepth = 16,
        WriteIndented = true,
        NewLine = "\n",
        DefaultIgnoreCondition = JsonIgnoreCondition.Never,
    };

    /// <summary>Name of the model; letters, digits, <c>.</c>, <c>_</c> and <c>-</c>, at most 100.</summary>
    public required string Name { get; init; }

    /// <summary>Version of the pack, <c>major.minor.patch</c>.</summary>
    public required string Version { get; init; }

    /// <summary><c>detect</c>, <c>classify</c> or <c>anomaly</c>.</summary>
    public required string Task { get; init; }

    /// <summary>The ONNX file that is run.</summary>
    public required string Model { get; init; }

    /// <summary>What it is fed.</summary>
    public required PackInput Input { get; init; }

    /// <summary>How its outputs are read: <c>yolox</c>, <c>nanodet</c>, <c>yolov8</c>, <c>ssd</c>, <c>classifier</c>, <c>anomaly</c> and others that the agent knows.</summary>
    public required string Decoder { get; init; }

    /// <summary>Names of the classes, by class id.</summary>
    public required IReadOnlyList<string> Labels { get; init; }

    /// <summary>Recommended thresholds.</summary>
    public required PackThresholds Thresholds { get; init; }

    /// <summary>What was measured.</summary>
    public IReadOnlyList<PackAccuracy> Accuracy { get; init; } = [];

    /// <summary>Licence of the model, as an SPDX identifier.</summary>
    public required string Licence { get; init; }

    /// <summary>Version of the oldest agent that can run it, <c>major.minor.patch</c>.</summary>
    public required string OldestAgent { get; init; }

    /// <summary>Inputs with the outputs they must give.</summary>
    public IReadOnlyList<PackGolden> Golden { get; init; } = [];

    /// <summary>The second stage, for a detector that has one.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public PackClassifier? Classifier { get; init; }

    /// <summary>What good parts look like, for the task <c>anomaly</c> and only for it.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public PackAnomaly? Anomaly { get; init; }

    /// <summary>SHA-256 of each file but the manifest, as 64 lower-case hexadecimal digits, by path with forward slashes.</summary>
    public required IReadOnlyDictionary<string, string> Files { get; init; }

    /// <summary>Reads a manifest and checks it by itself.</summary>
    /// <param name="utf8">The file.</param>
    /// <param name="origin">The pack, for errors.</param>
    /// <param name="agent">Version of this agent.</param>
    /// <exception cref="PackRefusedException">It is not a manifest, or one for a newer agent.</exception>
    public static PackManifest Parse(ReadOnlySpan<byte> utf8, string origin, Version agent)
    {
        try
        {
            // First, because a manifest for a newer agent may have fields that this one doesn't know.
            CheckAgent(JsonSerializer.Deserialize<JsonElement>(utf8, Json), origin, agent);
            PackManifest manifest = JsonSerializer.Deserialize<PackManifest>(utf8, Json)
                ?? throw new PackRefusedException(PackFault.Manifest, $"pack '{origin}': {FileName} is null");
            PackManifestChecks.Check(manifest, origin);
            return manifest;
        }
        catch (JsonException e)
        {
            throw new PackRefusedException(PackFault.Manifest, $"pack '{origin}': {FileName}, line {(e.LineNumber ?? 0) + 1}: {PackPaths.Shown(e.Message, 500)}", e);
        }
    }

    /// <summary>The manifest as a file; the same bytes for the same values.</summary>
    public byte[] ToUtf8() => JsonSerializer.SerializeToUtf8Bytes(this, Json);

    private static void CheckAgent(JsonElement root, string origin, Version agent)
    {
        if (root.ValueKind != JsonValueKind.Object)
            throw new PackRefusedException(PackFault.Manifest, $"pack '{origin}': {FileName} is not a JSON object");
        if (root.TryGetProperty("oldestAgent", out JsonElement oldest)
            && oldest.ValueKind == JsonValueKind.String
            && System.Version.TryParse(oldest.GetString(), out Version? version)
            && version > agent)
        {
            throw new PackRefusedException(PackFault.NewerAgent, $"pack '{origin}' needs agent {version} or newer; this one is {agent}");
        }
    }
}
