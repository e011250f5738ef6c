using System.Formats.Tar;
using Edge.Contracts.Packs;
using Edge.Contracts.Updates;
using Edge.Tool.Packs;
using Edge.Vision.Inference;

namespace Edge.Tool.Releases;

/// <summary>What is published, made ready in a folder of its own: checked for its kind, and laid out so that a later version differs little in bytes.</summary>
/// <param name="File">The file that is signed.</param>
/// <param name="Name">Name of the thing.</param>
/// <param name="Version">Its version.</param>
internal sealed record ReleaseContent(string File, string Name, string Version)
{
    private static readonly DateTimeOffset NoTime = DateTimeOffset.UnixEpoch;

    /// <summary>Makes it ready in <paramref name="scratch"/>.</summary>
    /// <exception cref="ReleaseException">It is none of its kind, or lacks a version.</exception>
    /// <exception cref="PackRefusedException">The pack is wrong in any way.</exception>
    public static async Task<ReleaseContent> PrepareAsync(PublishRequest request, string scratch, CancellationToken cancellation) => request.Kind switch
    {
        ReleaseKind.Model => await PackAsync(request, scratch, cancellation),
        ReleaseKind.Agent => new ReleaseContent(Looked(Bundle(request.Source, scratch), ReleasedFiles.CheckBundle), request.Name ?? "edge-agent", VersionOf(request)),
        ReleaseKind.Configuration => new ReleaseContent(Looked(Plain(request.Source), ReleasedFiles.CheckConfiguration), request.Name ?? "edge", VersionOf(request)),
        _ => new ReleaseContent(Plain(request.Source), request.Name ?? "system", VersionOf(request)),
    };

    private static async Task<ReleaseContent> PackAsync(PublishRequest request, string scratch, CancellationToken cancellation)
    {
        // The same checks as a device's, the model opened in a child process: what a device would refuse is not worth a signature.
        PackInspection inspection = new(request.Source);
        await inspection.RunAsync(null, cancellation);
        if (inspection.Checks.FirstOrDefault(check => check.Passed == false) is { } refused)
            throw new ReleaseException($"'{request.Source}' is no sound pack: {refused.Detail}");
        Pack pack = PackReader.Open(request.Source, VisionModel.AgentVersion);
        Dictionary<string, byte[]> files = pack.Manifest.Files.Keys.ToDictionary(path => path, pack.File, StringComparer.Ordinal);
        files[PackManifest.FileName] = pack.ManifestBytes.ToArray();
        if (pack.Signatures.Signatures.Count > 0)
            files[PackSignatures.FileName] = pack.Signatures.ToUtf8();
        string file = Path.Combine(scratch, "model.pack");
        PackWriter.WriteZip(file, files, compress: false);
        return new ReleaseContent(file, request.Name ?? pack.Manifest.Name, request.Version ?? pack.Manifest.Version);
    }

    /// <summary>A folder becomes a plain tar that depends on nothing but its content; compressed, a small change would change all that follows.</summary>
    private static string Bundle(string source, string scratch)
    {
        if (!Directory.Exists(source))
            return Plain(source);
        if (!System.IO.File.Exists(Path.Combine(source, "edge-agent")))
            throw new ReleaseException($"'{source}' has no program 'edge-agent'; give the folder that 'dotnet publish' made");
        string file = Path.Combine(scratch, "agent.tar");
        using FileStream stream = System.IO.File.Create(file);
        using var tar = new TarWriter(stream, TarEntryFormat.Ustar);
        foreach (string path in Directory.EnumerateFiles(source, "*", SearchOption.AllDirectories).Order(StringComparer.Ordinal))
        {
            if (new FileInfo(path).LinkTarget is not null)
                throw new ReleaseException($"'{path}' is a link; bundles hold plain files");
            using FileStream content = System.IO.File.OpenRead(path);
            UnixFileMode mode = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.GroupRead | UnixFileMode.OtherRead;
            if (!OperatingSystem.IsWindows() && System.IO.File.GetUnixFileMode(path).HasFlag(UnixFileMode.UserExecute))
                mode |= UnixFileMode.UserExecute | UnixFileMode.GroupExecute | UnixFileMode.OtherExecute;
            tar.WriteEntry(new UstarTarEntry(TarEntryType.RegularFile, Path.GetRelativePath(source, path)) { DataStream = content, Mode = mode, ModificationTime = NoTime });
        }

        return file;
    }

    private static string Looked(string file, Action<string> check)
    {
        check(file);
        return file;
    }

    private static string Plain(string source) => System.IO.File.Exists(source) ? source : throw new ReleaseException($"there is no file '{source}'");

    private static string VersionOf(PublishRequest request) => request.Version ?? throw new ReleaseException("--version is missing; only a pack says its own");
}
