namespace Edge.Contracts.Packs;

/// <summary>Whose packs are taken: those with a sound signature of one of some keys. Immutable and thread safe.</summary>
public sealed class PackTrust
{
    private readonly Dictionary<string, PackKey> _keys;

    /// <summary>Trusts these keys, and none but them.</summary>
    /// <exception cref="ArgumentException">There are none, which would refuse everything.</exception>
    public PackTrust(IReadOnlyCollection<PackKey> keys)
    {
        ArgumentNullException.ThrowIfNull(keys);
        if (keys.Count == 0)
            throw new ArgumentException("no key is trusted", nameof(keys));
        _keys = keys.DistinctBy(key => key.Id).ToDictionary(key => key.Id, StringComparer.Ordinal);
    }

    /// <summary>Checks who signed <paramref name="pack"/>. One sound signature of a trusted key is enough; a wrong one of a trusted key is too much.</summary>
    /// <returns>The trusted keys that signed it.</returns>
    /// <exception cref="PackRefusedException">It is not signed, or by no trusted key, or one of their signatures is wrong.</exception>
    public IReadOnlyList<PackKey> Check(Pack pack)
    {
        ArgumentNullException.ThrowIfNull(pack);
        if (pack.Signatures.Signatures.Count == 0)
            throw new PackRefusedException(PackFault.Unsigned, $"pack '{pack.Origin}' is not signed; allowed: packs signed by {Names}");
        List<PackKey> signers = [];
        foreach (PackSignature signature in pack.Signatures.Signatures)
        {
            if (!_keys.TryGetValue(signature.KeyId, out PackKey? key))
                continue;
            if (!key.Verify(pack.ManifestBytes.Span, signature))
                throw new PackRefusedException(PackFault.WrongSignature, $"pack '{pack.Origin}': the signature of key {key.Id[..12]} is not one of this manifest");
            signers.Add(key);
        }

        if (signers.Count > 0)
            return signers;
        string others = string.Join(", ", pack.Signatures.Signatures.Select(signature => signature.KeyId[..12]));
        throw new PackRefusedException(PackFault.UntrustedKey, $"pack '{pack.Origin}' is signed by {others}; allowed: {Names}");
    }

    private string Names => string.Join(", ", _keys.Keys.Select(id => id[..12]));
}
