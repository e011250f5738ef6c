namespace Edge.Contracts.Updates.Tuf;

/// <summary>How many of a role's keys have validly signed a file.</summary>
public static class TufSignatureCount
{
    /// <summary>Ids of those keys of <paramref name="role"/> that have signed <paramref name="file"/>; of ids that stand for one and the same key, one.</summary>
    /// <param name="file">The file.</param>
    /// <param name="role">Whose signatures count.</param>
    /// <param name="keys">Keys by id; an id without a key contributes nothing.</param>
    public static IReadOnlyList<string> ValidSigners(TufSignedFile file, TufRole role, IReadOnlyDictionary<string, TufKey> keys)
    {
        ArgumentNullException.ThrowIfNull(file);
        ArgumentNullException.ThrowIfNull(role);
        ArgumentNullException.ThrowIfNull(keys);
        HashSet<string> members = new(role.KeyIds, StringComparer.Ordinal);
        HashSet<string> counted = new(StringComparer.Ordinal);
        List<string> signers = [];
        foreach (TufSignature signature in file.Signatures)
        {
            // One private key can be listed under two ids, with another unknown field each: "each KEY MUST only contribute one SIGNATURE" (5.3.4).
            if (members.Contains(signature.KeyId)
                && keys.TryGetValue(signature.KeyId, out TufKey? key)
                && !counted.Contains(key.Material)
                && key.Verify(file.Canonical.Span, signature.Sig))
            {
                counted.Add(key.Material);
                signers.Add(signature.KeyId);
            }
        }

        return signers;
    }

    /// <summary>Refuses a file that fewer than the threshold have signed.</summary>
    /// <param name="file">The file.</param>
    /// <param name="role">Whose signatures count.</param>
    /// <param name="keys">Keys by id.</param>
    /// <param name="who">Whose keys they are, for the error: <c>root version 3, TUF 5.3.4</c>.</param>
    /// <exception cref="TufRefusedException"><see cref="TufFault.ThresholdNotMet"/>.</exception>
    public static void Require(TufSignedFile file, TufRole role, IReadOnlyDictionary<string, TufKey> keys, string who)
    {
        int valid = ValidSigners(file, role, keys).Count;
        if (valid < role.Threshold)
            throw new TufRefusedException(TufFault.ThresholdNotMet, $"{file.Where}: {valid} valid signatures of distinct keys; {role.Threshold} of {role.KeyIds.Count} are needed by {who}");
    }
}
