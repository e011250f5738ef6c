using Edge.Contracts.Packs;

namespace Edge.Tool.Packs;

/// <summary>Signs packs that are in memory.</summary>
internal static class PackSigning
{
    /// <summary>The files with one more signature, or with a new one in the place of the same key's older one.</summary>
    /// <param name="files">All of a pack.</param>
    /// <param name="keyPath">A private key.</param>
    /// <exception cref="PackKeyException">It can't be used.</exception>
    public static IReadOnlyDictionary<string, byte[]> Sign(IReadOnlyDictionary<string, byte[]> files, string keyPath)
    {
        using PackSigner signer = PackSigner.FromFile(keyPath);
        PackSignatures before = files.TryGetValue(PackSignatures.FileName, out byte[]? signed) ? PackSignatures.Parse(signed, keyPath) : PackSignatures.None;
        return new Dictionary<string, byte[]>(files, StringComparer.Ordinal)
        {
            [PackSignatures.FileName] = before.With(signer.Sign(files[PackManifest.FileName])).ToUtf8(),
        };
    }
}
