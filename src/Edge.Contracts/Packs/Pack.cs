using System.Security.Cryptography;

namespace Edge.Contracts.Packs;

/// <summary>A pack whose every byte was checked; the bytes are those in memory, and the disk is not read again.</summary>
public sealed class Pack
{
    private readonly IReadOnlyDictionary<string, byte[]> _files;

    private readonly byte[] _manifestBytes;

    internal Pack(string origin, PackManifest manifest, byte[] manifestBytes, PackSignatures? signatures, IReadOnlyDictionary<string, byte[]> files)
    {
        _manifestBytes = manifestBytes;
        Signatures = signatures ?? PackSignatures.None;
        Origin = origin;
        Manifest = manifest;
        Digest = Convert.ToHexStringLower(SHA256.HashData(manifestBytes));
        _files = files;
    }

    /// <summary>Where it was read from, for errors.</summary>
    public string Origin { get; }

    /// <summary>What it says of itself.</summary>
    public PackManifest Manifest { get; }

    /// <summary>SHA-256 of the manifest, and so of everything that it lists: 64 lower-case hexadecimal digits.</summary>
    public string Digest { get; }

    /// <summary>The manifest as it is stored: what signatures are over.</summary>
    public ReadOnlyMemory<byte> ManifestBytes => _manifestBytes;

    /// <summary>Who signed it, not yet checked; empty when nobody did.</summary>
    public PackSignatures Signatures { get; }

    /// <summary>The bytes of a listed file. Not to be changed.</summary>
    /// <exception cref="PackRefusedException">It is not listed.</exception>
    public byte[] File(string path) =>
        _files.TryGetValue(path, out byte[]? bytes) ? bytes : throw new PackRefusedException(PackFault.MissingFile, $"pack '{Origin}' has no file '{path}'");
}
