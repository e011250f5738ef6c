using Edge.Cloud.Configuration;
using Edge.Contracts.Updates.Publishing;
using Edge.Contracts.Updates.Tuf;

namespace Edge.Cloud.Releases;

/// <summary>
/// The keys of snapshot and timestamp, made at the first start, readable only by the cloud's user. All that somebody who steals them can do is to
/// hold devices at releases that were signed before, or to keep them from updating; no release can be made with them.
/// </summary>
internal sealed class ReleaseKeys : IDisposable
{
    private const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute;

    private readonly Lock _gate = new();
    private readonly OnlineSigner _signer;

    /// <summary>Reads the keys of <paramref name="folder"/>, or makes them.</summary>
    /// <exception cref="TufKeyException">A key is damaged, or others may read it.</exception>
    public ReleaseKeys(string folder, ReleaseSettings settings)
    {
        if (OperatingSystem.IsWindows())
            Directory.CreateDirectory(folder);
        else
            Directory.CreateDirectory(folder, OwnerOnly);
        _signer = new OnlineSigner(
            Open(Path.Combine(folder, "snapshot.key")),
            Open(Path.Combine(folder, "timestamp.key")),
            TimeSpan.FromDays(settings.SnapshotDays),
            TimeSpan.FromHours(settings.TimestampHours));
    }

    /// <summary>The public halves.</summary>
    public OnlineKeys Public => _signer.Public;

    /// <summary>Signs; one at a time.</summary>
    public T Use<T>(Func<OnlineSigner, T> work)
    {
        lock (_gate)
            return work(_signer);
    }

    /// <summary>Lets go of the keys.</summary>
    public void Dispose()
    {
        _signer.Snapshot.Dispose();
        _signer.Timestamp.Dispose();
    }

    private static TufSigner Open(string file) => File.Exists(file) ? TufSigner.FromFile(file) : TufSigner.Create(file);
}
