using System.Text.Json.Nodes;

namespace Edge.Tool.Fleet.Demo;

/// <summary>
/// Two successors of the model that ships, as folders that <c>edgectl release publish</c> packs and checks: a sound one, and one that somebody made by mistake:
/// a threshold of 0.97 instead of 0.17. Its golden vectors hold, it is as fast, and it is all but blind.
/// </summary>
internal static class DemoModels
{
    private const string Shipped = "street-demo";

    /// <summary>Writes the sound one.</summary>
    /// <returns>Its folder.</returns>
    public static string WriteGood(DemoOptions options) => Write(options, "1.1.0", 0.17);

    /// <summary>Writes the other one.</summary>
    /// <returns>Its folder.</returns>
    public static string WriteBad(DemoOptions options) => Write(options, "1.2.0", 0.97);

    private static string Write(DemoOptions options, string version, double threshold)
    {
        string shipped = Path.Combine(Path.GetDirectoryName(Path.GetFullPath(options.Agent))!, "models", Shipped);
        if (!Directory.Exists(shipped))
            throw new DemoException($"there is no model '{shipped}' beside the agent");
        string folder = Path.Combine(options.Folder, "models", $"{Shipped}-{version}");
        foreach (string file in Directory.EnumerateFiles(shipped, "*", SearchOption.AllDirectories))
        {
            string copy = Path.Combine(folder, Path.GetRelativePath(shipped, file));
            Directory.CreateDirectory(Path.GetDirectoryName(copy)!);
            File.Copy(file, copy, overwrite: true);
        }

        string path = Path.Combine(folder, "manifest.json");
        JsonNode manifest = JsonNode.Parse(File.ReadAllText(path))!;
        manifest["version"] = version;
        manifest["thresholds"]!["score"] = threshold;
        File.WriteAllText(path, manifest.ToJsonString());
        return folder;
    }
}
