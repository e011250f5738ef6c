using System.Security.Cryptography;

namespace Edge.Contracts.Packs;

/// <summary>A private signing key in use. Dispose it soon: it holds the key.</summary>
public sealed class PackSigner : IDisposable
{
    private const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite;
    private readonly ECDsa _key;

    private PackSigner(ECDsa key)
    {
        _key = key;
        Public = PackKey.Of(key);
    }

    /// <summary>The public half, which devices trust.</summary>
    public PackKey Public { get; }

    /// <summary>Reads a private key that only its owner may read.</summary>
    /// <exception cref="PackKeyException">It is no private key on P-256, is encrypted, or others may read it.</exception>
    public static PackSigner FromFile(string path)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        string pem = PackKey.ReadText(path);
        if (!OperatingSystem.IsWindows() && (File.GetUnixFileMode(path) & ~(OwnerOnly | UnixFileMode.UserExecute)) != 0)
            throw new PackKeyException($"key '{path}' may be used by others than its owner ({File.GetUnixFileMode(path)}); do: chmod 600");
        if (!pem.Contains("PRIVATE KEY", StringComparison.Ordinal) || pem.Contains("ENCRYPTED", StringComparison.Ordinal))
            throw new PackKeyException($"'{path}' is no private key without a passphrase (BEGIN PRIVATE KEY or BEGIN EC PRIVATE KEY)");
        return new PackSigner(PackKey.Import(pem, path, "private key (BEGIN PRIVATE KEY)"));
    }

    /// <summary>Makes a key: <paramref name="path"/> for its owner only, <c>.pub</c> beside it for everybody.</summary>
    /// <returns>The public half.</returns>
    /// <exception cref="PackKeyException">A file of either name is there already, or the disk refuses.</exception>
    public static PackKey Create(string path)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        using PackSigner signer = new(ECDsa.Create(ECCurve.NamedCurves.nistP256));
        if (File.Exists(path + ".pub"))
            throw new PackKeyException($"'{path}.pub' exists already; a key is never overwritten");
        char[] pem = signer._key.ExportPkcs8PrivateKeyPem().ToCharArray();
        try
        {
            Write(path, pem, OwnerOnly);
        }
        finally
        {
            Array.Clear(pem);
        }

        Write(path + ".pub", signer.Public.ToPem().AsSpan(), OwnerOnly | UnixFileMode.GroupRead | UnixFileMode.OtherRead);
        return signer.Public;
    }

    /// <summary>Signs a manifest as it is stored.</summary>
    public PackSignature Sign(ReadOnlySpan<byte> manifest) => new(
        Public.Id,
        PackSignature.EcdsaP256,
        Convert.ToBase64String(_key.SignData(manifest, HashAlgorithmName.SHA256, DSASignatureFormat.Rfc3279DerSequence)));

    /// <summary>Lets go of the key.</summary>
    public void Dispose() => _key.Dispose();

    // FileMode.CreateNew is O_EXCL: it follows no link and replaces nothing. The mode holds from the first moment on.
    private static void Write(string path, ReadOnlySpan<char> text, UnixFileMode mode)
    {
        FileStreamOptions options = new() { Mode = FileMode.CreateNew, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows())
            options.UnixCreateMode = mode;
        try
        {
            using FileStream file = new(path, options);
            using StreamWriter writer = new(file);
            writer.Write(text);
            if (text[^1] != '\n')
                writer.Write('\n');
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or NotSupportedException)
        {
            throw new PackKeyException($"key '{path}' can't be written: {e.Message}", e);
        }
    }
}
