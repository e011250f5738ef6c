using Edge.Contracts.Updates.Tuf;

namespace Edge.Tool.Releases;

/// <summary>The private keys at hand: every <c>*.key</c> of some folders, and single files. Which key is for which role, root metadata says.</summary>
internal sealed class SigningKeys : IDisposable
{
    private readonly List<TufSigner> _signers;

    private SigningKeys(List<TufSigner> signers) => _signers = signers;

    /// <summary>Reads them.</summary>
    /// <param name="places">Files or folders; one that is not there is an error.</param>
    /// <exception cref="TufKeyException">A file is no key, or others may read it.</exception>
    public static SigningKeys Read(IEnumerable<string> places)
    {
        List<TufSigner> signers = [];
        try
        {
            foreach (string place in places)
            {
                if (Directory.Exists(place))
                    signers.AddRange(Directory.EnumerateFiles(place, "*.key").Order(StringComparer.Ordinal).Select(TufSigner.FromFile));
                else
                    signers.Add(TufSigner.FromFile(place));
            }

            return new SigningKeys(signers);
        }
        catch
        {
            signers.ForEach(signer => signer.Dispose());
            throw;
        }
    }

    /// <summary>All of them.</summary>
    public IReadOnlyList<TufSigner> All => _signers;

    /// <summary>Those that may sign for a role.</summary>
    public IReadOnlyList<TufSigner> For(TufRole role) => [.. _signers.Where(signer => role.KeyIds.Contains(signer.Public.Id, StringComparer.Ordinal)).DistinctBy(signer => signer.Public.Id)];

    /// <summary>Those that may sign for a role; enough of them.</summary>
    /// <exception cref="ReleaseException">Fewer than the threshold are at hand.</exception>
    public IReadOnlyList<TufSigner> Enough(TufRole role, string name)
    {
        IReadOnlyList<TufSigner> signers = For(role);
        return signers.Count >= role.Threshold
            ? signers
            : throw new ReleaseException($"{signers.Count} of {name}'s {role.KeyIds.Count} keys are at hand; {role.Threshold} are needed. Name their files or folders with --keys");
    }

    /// <summary>Lets go of the keys.</summary>
    public void Dispose() => _signers.ForEach(signer => signer.Dispose());
}
