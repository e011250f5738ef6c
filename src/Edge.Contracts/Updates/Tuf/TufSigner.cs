using System.Security.Cryptography;

namespace Edge.Contracts.Updates.Tuf;

/// <summary>A private key of a role in use: ECDSA on P-256. Dispose it soon: it holds the key. Not for several threads at once.</summary>
public sealed class TufSigner : IDisposable
{
    private const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite;
    private const int MaximumFileBytes = 16 * 1024;
    private readonly ECDsa _key;

    private TufSigner(ECDsa key, TufKey? publicKey = null)
    {
        _key = key;
        Public = publicKey ?? TufKey.Of(key);
    }

    /// <summary>The public half, as root or a delegation lists it.</summary>
    public TufKey Public { get; }

    /// <summary>A new key that is nowhere but in memory.</summary>
    public static TufSigner Create() => new(ECDsa.Create(ECCurve.NamedCurves.nistP256));

    /// <summary>Makes a key in a file that only its owner may read. What is there already is never overwritten.</summary>
    /// <exception cref="IOException">The file is there already, or the disk refuses.</exception>
    /// <exception cref="UnauthorizedAccessException">The folder may not be written to.</exception>
    public static TufSigner Create(string path)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        TufSigner signer = Create();
        // FileMode.CreateNew is O_EXCL: it follows no link and replaces nothing. The mode holds from the first moment on.
        FileStreamOptions options = new() { Mode = FileMode.CreateNew, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows())
            options.UnixCreateMode = OwnerOnly;
        char[] pem = signer._key.ExportPkcs8PrivateKeyPem().ToCharArray();
        try
        {
            using FileStream file = new(path, options);
            using (StreamWriter writer = new(file, leaveOpen: true))
            {
                writer.Write(pem);
                writer.Write('\n');
            }

            file.Flush(flushToDisk: true);
            return signer;
        }
        catch
        {
            signer.Dispose();
            throw;
        }
        finally
        {
            Array.Clear(pem);
        }
    }

    /// <summary>Reads a private key that only its owner may read.</summary>
    /// <exception cref="TufKeyException">It is no private key on P-256 without a passphrase, or others may read it.</exception>
    public static TufSigner FromFile(string path)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        try
        {
            if (new FileInfo(path).Length > MaximumFileBytes)
                throw new TufKeyException($"'{path}' is too long for a key; allowed: {MaximumFileBytes} bytes");
            if (!OperatingSystem.IsWindows() && (File.GetUnixFileMode(path) & ~(OwnerOnly | UnixFileMode.UserExecute)) != 0)
                throw new TufKeyException($"key '{path}' may be used by others than its owner ({File.GetUnixFileMode(path)}); do: chmod 600");
            return FromPem(File.ReadAllText(path), path);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new TufKeyException($"key '{path}' can't be read: {e.Message}", e);
        }
    }

    /// <summary>Reads PEM text (BEGIN PRIVATE KEY or BEGIN EC PRIVATE KEY). Nothing of the text goes into errors.</summary>
    /// <param name="pem">The text.</param>
    /// <param name="origin">Where it is from, for errors.</param>
    /// <exception cref="TufKeyException">It is no private key on P-256 without a passphrase.</exception>
    public static TufSigner FromPem(string pem, string origin)
    {
        ArgumentNullException.ThrowIfNull(pem);
        if (!pem.Contains("PRIVATE KEY", StringComparison.Ordinal) || pem.Contains("ENCRYPTED", StringComparison.Ordinal))
            throw new TufKeyException($"'{origin}' is no private key without a passphrase (BEGIN PRIVATE KEY or BEGIN EC PRIVATE KEY)");
        ECDsa key = ECDsa.Create();
        try
        {
            key.ImportFromPem(pem);
            TufSigner signer = new(key);
            return signer.Public.IsSupported ? signer : throw new TufKeyException($"'{origin}' is a key on another curve; allowed: P-256");
        }
        catch (Exception e) when (e is ArgumentException or CryptographicException or NotSupportedException)
        {
            key.Dispose();
            throw new TufKeyException($"'{origin}' is no private key on P-256, in PEM");
        }
        catch (TufKeyException)
        {
            key.Dispose();
            throw;
        }
    }

    /// <summary>The private half as PEM, for a store that encrypts it. The caller clears what it gets.</summary>
    public char[] ExportPem() => _key.ExportPkcs8PrivateKeyPem().ToCharArray();

    /// <summary>Signs the canonical bytes of a signed part.</summary>
    public TufSignature Sign(ReadOnlySpan<byte> canonical) =>
        new(Public.Id, Convert.ToHexStringLower(_key.SignData(canonical, HashAlgorithmName.SHA256, DSASignatureFormat.Rfc3279DerSequence)));

    /// <summary>Lets go of the key.</summary>
    public void Dispose() => _key.Dispose();
}
