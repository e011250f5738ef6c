using System.Formats.Tar;
using System.IO.Compression;
using Edge.Contracts.Packs;
using YamlDotNet.Core;
using YamlDotNet.RepresentationModel;

namespace Edge.Tool.Releases;

/// <summary>What a device would refuse at once is not worth a signature: bundles and configurations, looked at before they are signed.</summary>
internal static class ReleasedFiles
{
    /// <summary>Who a device is, and whom it obeys, is no matter of a fleet's common file.</summary>
    private static readonly string[] LocalSections = ["device", "cloud"];

    /// <summary>A tar, plain or gzip, of plain files, with the agent's program at its root.</summary>
    /// <exception cref="ReleaseException">It is none.</exception>
    public static void CheckBundle(string path)
    {
        try
        {
            using FileStream file = File.OpenRead(path);
            bool isGzip = file.ReadByte() == 0x1f && file.ReadByte() == 0x8b;
            file.Position = 0;
            using Stream content = isGzip ? new GZipStream(file, CompressionMode.Decompress) : file;
            using var tar = new TarReader(content);
            bool hasProgram = false;
            HashSet<string> names = new(StringComparer.OrdinalIgnoreCase);
            while (tar.GetNextEntry() is { } entry)
            {
                string name = entry.Name.StartsWith("./", StringComparison.Ordinal) ? entry.Name[2..] : entry.Name;
                if (entry.EntryType is TarEntryType.Directory or TarEntryType.GlobalExtendedAttributes)
                    continue;
                if (entry.EntryType is not (TarEntryType.RegularFile or TarEntryType.V7RegularFile))
                    throw new ReleaseException($"'{path}': '{name}' is of the type {entry.EntryType}; allowed: plain files and folders");
                if (PackPaths.Fault(name) is { } fault)
                    throw new ReleaseException($"'{path}': '{name}' {fault}");
                if (!names.Add(name))
                    throw new ReleaseException($"'{path}': '{name}' is there twice, or in two letter cases");
                hasProgram |= name == "edge-agent" && entry.Mode.HasFlag(UnixFileMode.UserExecute);
            }

            if (!hasProgram)
                throw new ReleaseException($"'{path}' has no executable file 'edge-agent' at its root");
        }
        catch (Exception e) when (e is InvalidDataException or EndOfStreamException or FormatException)
        {
            throw new ReleaseException($"'{path}' is no whole tar: {e.Message}", e);
        }
    }

    /// <summary>One YAML document of sections, none of them the device's own. Whether its settings are good, only the agent knows: <c>edge-agent check-config</c>.</summary>
    /// <exception cref="ReleaseException">It is none.</exception>
    public static void CheckConfiguration(string path)
    {
        YamlStream yaml = new();
        try
        {
            using StreamReader text = File.OpenText(path);
            yaml.Load(text);
        }
        catch (YamlException e)
        {
            throw new ReleaseException($"'{path}' is no YAML: line {e.Start.Line}: {e.Message}", e);
        }

        if (yaml.Documents is not [{ RootNode: YamlMappingNode sections }])
            throw new ReleaseException($"'{path}' is not one document of sections; allowed: an edge.yaml");
        if (sections.Children.Keys.OfType<YamlScalarNode>().FirstOrDefault(name => LocalSections.Contains(name.Value, StringComparer.Ordinal)) is { } local)
            throw new ReleaseException($"'{path}' has the section '{local.Value}', which is each device's own; allowed: the others");
    }
}
