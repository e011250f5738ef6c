using System.Collections.Immutable;
using System.Reflection.Metadata;
using System.Reflection.PortableExecutable;
using System.Xml.Linq;

namespace Edge.Architecture.Tests;

/// <summary>Who may reference whom, and who does: by project files and by compiled assemblies.</summary>
internal static class References
{
    /// <summary>
    /// DESIGN.md's table. One change: Vision may use Contracts, since it opens packs, whose format lives there.
    /// Bindings are the assemblies of packages; a project takes them as EdgePackage items.
    /// </summary>
    public static readonly ImmutableDictionary<string, string[]> Allowed = new Dictionary<string, string[]>
    {
        ["Edge.Domain"] = [],
        ["Edge.Contracts"] = [],
        ["Edge.Vision"] = ["Edge.Domain", "Edge.Contracts"],
        ["Edge.Agent"] = ["Edge.Domain", "Edge.Vision", "Edge.Contracts"],
        ["Edge.Cloud"] = ["Edge.Contracts"],
        ["Edge.Tool"] = ["Edge.Domain", "Edge.Vision", "Edge.Contracts"],
    }.ToImmutableDictionary();

    /// <summary>Which of the packages with two flavours a project may name.</summary>
    public static readonly ImmutableDictionary<string, string[]> AllowedPackages = new Dictionary<string, string[]>
    {
        ["Edge.Vision"] = ["Microsoft.ML.OnnxRuntime", "OpenCvSharp4"],
        ["Edge.Agent"] = ["OpenCvSharp4", "MQTTnet", "System.Device.Gpio", "Iot.Device.Bindings"],
        ["Edge.Cloud"] = ["MQTTnet"],
    }.ToImmutableDictionary();

    /// <summary>Which binding may reference which: as the package that it stands in for depends on the other's.</summary>
    private static readonly ImmutableDictionary<string, string[]> AllowedBindings = new Dictionary<string, string[]>
    {
        ["Iot.Device.Bindings"] = ["System.Device.Gpio"],
    }.ToImmutableDictionary();

    private static readonly ImmutableDictionary<string, string> ProjectOfAssembly = new Dictionary<string, string>
    {
        ["edge-agent"] = "Edge.Agent",
        ["edge-cloud"] = "Edge.Cloud",
        ["edgectl"] = "Edge.Tool",
    }.ToImmutableDictionary();

    /// <summary>Faults of one project file.</summary>
    public static IEnumerable<string> FaultsOfProject(string path, string xml)
    {
        string project = Path.GetFileNameWithoutExtension(path);
        var document = XDocument.Parse(xml);
        bool isBinding = path.Replace('\\', '/').Contains("/Edge.Bindings/", StringComparison.Ordinal);
        string[] allowed = (isBinding ? AllowedBindings : Allowed).GetValueOrDefault(project) ?? [];
        if (!isBinding && !Allowed.ContainsKey(project))
            yield return $"{path} is in no row of the reference table";
        foreach (string target in Items(document, "ProjectReference").Select(include => Path.GetFileNameWithoutExtension(include.Replace('\\', '/'))))
        {
            if (!allowed.Contains(target))
                yield return $"{project} may not reference {target} (allowed: {string.Join(", ", allowed)})";
        }

        foreach (string package in Items(document, "EdgePackage").Except(AllowedPackages.GetValueOrDefault(project) ?? []))
            yield return $"{project} may not use the package {package}";
        foreach (string package in Items(document, "PackageReference").Where(AllowedPackages.Values.SelectMany(p => p).Contains))
            yield return $"{project} takes {package} as PackageReference; it has two flavours: use EdgePackage";
    }

    /// <summary>Faults of one compiled assembly of ours.</summary>
    public static IEnumerable<string> FaultsOfAssembly(Stream image)
    {
        using var pe = new PEReader(image);
        MetadataReader metadata = pe.GetMetadataReader();
        string project = ProjectOf(metadata.GetString(metadata.GetAssemblyDefinition().Name));
        foreach (AssemblyReferenceHandle handle in metadata.AssemblyReferences)
        {
            string target = ProjectOf(metadata.GetString(metadata.GetAssemblyReference(handle).Name));
            if (target.StartsWith("Edge.", StringComparison.Ordinal) && !(Allowed.GetValueOrDefault(project) ?? []).Contains(target))
                yield return $"{project} may not reference {target}";
            string package = target == "OpenCvSharp" ? "OpenCvSharp4" : target;
            if (AllowedPackages.Values.SelectMany(p => p).Contains(package) && !(AllowedPackages.GetValueOrDefault(project) ?? []).Contains(package))
                yield return $"{project} may not use the package {package}";
        }
    }

    private static string ProjectOf(string assembly) => ProjectOfAssembly.GetValueOrDefault(assembly, assembly);

    private static IEnumerable<string> Items(XDocument document, string name) =>
        document.Descendants().Where(e => e.Name.LocalName == name).Select(e => (string?)e.Attribute("Include")).OfType<string>().SelectMany(i => i.Split(';'));
}
