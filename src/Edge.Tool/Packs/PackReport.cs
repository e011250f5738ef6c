using System.Text.Json;
using Edge.Contracts.Packs;
using Spectre.Console;

namespace Edge.Tool.Packs;

/// <summary>What a pack is, for people and for machines.</summary>
internal static class PackReport
{
    private static readonly JsonSerializerOptions Camel = new() { PropertyNamingPolicy = JsonNamingPolicy.CamelCase };

    /// <summary>Prints it on standard output.</summary>
    public static void Print(Pack pack, bool json)
    {
        PackManifest manifest = pack.Manifest;
        long sizeBytes = manifest.Files.Keys.Sum(path => (long)pack.File(path).Length);
        if (json)
        {
            Console.WriteLine(JsonSerializer.Serialize(
                new
                {
                    pack = pack.Origin,
                    manifest.Name,
                    manifest.Version,
                    digest = pack.Digest,
                    manifest.Task,
                    manifest.Decoder,
                    manifest.Input,
                    manifest.Labels,
                    manifest.Thresholds,
                    manifest.Accuracy,
                    manifest.Licence,
                    manifest.Golden,
                    manifest.Classifier,
                    sizeBytes,
                    modelBytes = pack.File(manifest.Model).Length,
                    signedBy = pack.Signatures.Signatures.Select(signature => signature.KeyId),
                },
                Camel));
            return;
        }

        Table table = new Table().HideHeaders().AddColumn("").AddColumn("").Title($"{manifest.Name} {manifest.Version}".EscapeMarkup());
        void Row(string name, string value) => table.AddRow(name, value.EscapeMarkup());
        Row("pack", pack.Origin);
        Row("digest", pack.Digest);
        Row(manifest.Task, $"{manifest.Decoder}, {Describe(manifest.Input)}, {manifest.Labels.Count} classes, {Size(pack.File(manifest.Model).Length)}");
        if (manifest.Classifier is { } second)
            Row("crops", $"{second.Decoder}, {Describe(second.Input)}, {string.Join(", ", second.Labels.Take(8))}, margin {second.Margin}, {Size(pack.File(second.Model).Length)}");
        Row("thresholds", $"score {manifest.Thresholds.Score}, NMS {manifest.Thresholds.Nms}");
        foreach (PackAccuracy accuracy in manifest.Accuracy)
            Row(accuracy.Metric, $"{accuracy.Value} on {accuracy.Dataset}");
        Row("golden vectors", string.Join("; ", manifest.Golden.Concat(manifest.Classifier?.Golden ?? []).Select(Describe)));
        Row("licence", manifest.Licence);
        Row("signed by", pack.Signatures.Signatures.Count == 0 ? "nobody" : string.Join(", ", pack.Signatures.Signatures.Select(signature => signature.KeyId[..12])));
        Row("size", $"{Size(sizeBytes)} unpacked, {manifest.Files.Count + 1} files");
        Wide.Print(table);
    }

    /// <summary>Bytes, for people.</summary>
    public static string Size(long bytes) => bytes switch
    {
        < 1_000 => $"{bytes} B",
        < 1_000_000 => $"{bytes / 1e3:0.#} kB",
        _ => $"{bytes / 1e6:0.##} MB",
    };

    private static string Describe(PackInput input) => $"{input.Width}x{input.Height} {input.Color} {input.Layout}";

    private static string Describe(PackGolden golden) => golden.Rms is { } rms ? $"±{golden.Tolerance}, rms {rms}" : $"±{golden.Tolerance}";
}
