using System.Security.Cryptography;
using System.Text;
using Edge.Agent.Outbox;
using Edge.Contracts.Receipts;

namespace Edge.Agent.Identity;

/// <summary>
/// The device's own key: ECDSA on P-256, made on the device when it is first needed, never leaving it. It signs receipts, certificate requests and reports.
/// <c>device.key</c> (PKCS#8, PEM, its owner's only) and
/// <c>device.pub</c> for everybody. After a change of keys the old ones stay as <c>device.key.ID.old</c> until every chain has named the new one.
/// Thread safe; signing goes through <see cref="Open"/>.
/// </summary>
public sealed class DeviceKey : IDisposable
{
    /// <summary>Name of the private half in the data folder.</summary>
    public const string FileName = "device.key";

    /// <summary>Name of the public half.</summary>
    public const string PublicFileName = "device.pub";

    private const int MaximumFileBytes = 16 * 1024;
    private readonly string _folder;
    private readonly ECDsa _key;

    private DeviceKey(string folder, ECDsa key)
    {
        _folder = folder;
        _key = key;
        Public = ReceiptKey.Of(key);
    }

    /// <summary>The public half.</summary>
    public ReceiptKey Public { get; }

    /// <summary>Reads the device's key, or makes it where there is none yet; the public half is put in order, too.</summary>
    /// <param name="dataPath">The agent's data folder; made if need be.</param>
    /// <exception cref="DeviceKeyException">The file is no key, others may read it, or the disk refuses. A file that is there is never replaced.</exception>
    public static DeviceKey Load(string dataPath)
    {
        ArgumentException.ThrowIfNullOrEmpty(dataPath);
        string path = Path.Combine(dataPath, FileName);
        try
        {
            Directory.CreateDirectory(dataPath);
            if (!File.Exists(path))
                Create(path);
            var loaded = new DeviceKey(dataPath, Read(path));
            loaded.WritePublic();
            return loaded;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new DeviceKeyException($"the device's key '{path}' can't be read or made: {e.Message}", e);
        }
    }

    /// <summary>Replaces the device's key; the old one stays beside it. Chains name the new key when their journals open the next time.</summary>
    /// <exception cref="DeviceKeyException">The disk refuses; then the old key is still in force.</exception>
    public static void Replace(string dataPath)
    {
        using DeviceKey old = Load(dataPath);
        string path = Path.Combine(dataPath, FileName);
        try
        {
            // The old one is safe aside before the new one takes its place: at every moment there is a key, and the one that can sign the change.
            DurableFile.Write($"{path}.{old.Public.Id[..16]}.old", File.ReadAllBytes(path), DurableFile.OwnerOnly);
            Create(path);
            using var made = new DeviceKey(dataPath, Read(path));
            made.WritePublic();
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new DeviceKeyException($"the device's key '{path}' can't be replaced: {e.Message}", e);
        }
    }

    /// <summary>The key for signing, for one thread at a time; the caller disposes it.</summary>
    public ECDsa Open()
    {
        lock (_key)
            return ECDsa.Create(_key.ExportParameters(includePrivateParameters: true));
    }

    /// <summary>The private half of <paramref name="key"/>: this one, or an older one that is still there; null for none. The caller disposes it.</summary>
    public ECDsa? Find(ReceiptKey key)
    {
        ArgumentNullException.ThrowIfNull(key);
        if (key.Equals(Public))
            return Open();
        string path = Path.Combine(_folder, $"{FileName}.{key.Id[..16]}.old");
        return File.Exists(path) ? Read(path) : null;
    }

    /// <summary>Lets go of the key.</summary>
    public void Dispose() => _key.Dispose();

    private static void Create(string path)
    {
        using ECDsa key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        byte[] pem = Encoding.ASCII.GetBytes(key.ExportPkcs8PrivateKeyPem() + "\n");
        try
        {
            DurableFile.Write(path, pem, DurableFile.OwnerOnly);
        }
        finally
        {
            CryptographicOperations.ZeroMemory(pem);
        }
    }

    private static ECDsa Read(string path)
    {
        if (!OperatingSystem.IsWindows() && (File.GetUnixFileMode(path) & ~(DurableFile.OwnerOnly | UnixFileMode.UserExecute)) != 0)
            throw new DeviceKeyException($"the device's key '{path}' may be used by others than its owner ({File.GetUnixFileMode(path)}); do: chmod 600");
        if (new FileInfo(path).Length > MaximumFileBytes)
            throw new DeviceKeyException($"the device's key '{path}' has more than {MaximumFileBytes} bytes; allowed: a private key on P-256 in PEM");
        ECDsa key = ECDsa.Create();
        try
        {
            key.ImportFromPem(File.ReadAllText(path));
            if (key.ExportParameters(includePrivateParameters: true) is { Curve.Oid.Value: "1.2.840.10045.3.1.7", D: not null })
                return key;
        }
        catch (Exception e) when (e is ArgumentException or CryptographicException)
        {
            // Nothing of the file goes into the error.
        }

        key.Dispose();
        throw new DeviceKeyException($"the device's key '{path}' is no private key on P-256 in PEM (BEGIN PRIVATE KEY); where it is lost for good, move it and the receipts away: a new chain begins");
    }

    private void WritePublic()
    {
        string path = Path.Combine(_folder, PublicFileName);
        string pem = Public.ToPem();
        if (!File.Exists(path) || File.ReadAllText(path) != pem)
            DurableFile.Write(path, Encoding.ASCII.GetBytes(pem), DurableFile.Public);
    }
}
