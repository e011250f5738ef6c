using System.Collections.Frozen;
using System.Reflection;
using System.Security.Cryptography;

namespace Edge.Cloud.Dashboard;

/// <summary>The files of the dashboard, embedded: what runs is what was built, with nothing to install beside it.</summary>
internal sealed class SiteFiles
{
    private const string Prefix = "Edge.Cloud.Site/";
    private readonly FrozenDictionary<string, SiteFile> _files;

    /// <summary>Reads them.</summary>
    public SiteFiles()
    {
        Assembly assembly = typeof(SiteFiles).Assembly;
        _files = assembly.GetManifestResourceNames()
            .Where(name => name.StartsWith(Prefix, StringComparison.Ordinal))
            .ToFrozenDictionary(name => name[Prefix.Length..].Replace('\\', '/'), name => Read(assembly, name), StringComparer.Ordinal);
    }

    /// <summary>The page that every address of the dashboard shows.</summary>
    public SiteFile Shell => _files["index.html"];

    /// <summary>Their names, with slashes.</summary>
    public IEnumerable<string> Names => _files.Keys;

    /// <summary>A file by its name; null where there is none.</summary>
    public SiteFile? Find(string name) => _files.GetValueOrDefault(name);

    private static SiteFile Read(Assembly assembly, string name)
    {
        using Stream stream = assembly.GetManifestResourceStream(name)!;
        byte[] content = new byte[stream.Length];
        stream.ReadExactly(content);
        string type = Path.GetExtension(name) switch
        {
            ".html" => "text/html; charset=utf-8",
            ".js" => "text/javascript; charset=utf-8",
            ".css" => "text/css; charset=utf-8",
            ".svg" => "image/svg+xml",
            ".webmanifest" => "application/manifest+json",
            string other => throw new InvalidOperationException($"The dashboard's file '{name}' has the ending '{other}', which has no content type here."),
        };
        return new SiteFile(content, type, $"\"{Convert.ToHexStringLower(SHA256.HashData(content).AsSpan(0, 12))}\"");
    }
}
