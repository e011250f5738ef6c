using System.Security.Cryptography;
using Edge.Agent.Updates;
using Edge.Contracts.Updates;

namespace Edge.Agent.Tests.Updates;

/// <summary>Releases as verified metadata would describe them. What metadata and downloads themselves refuse has its own tests.</summary>
internal sealed class ReleaseShelf : IReleaseSource
{
    private readonly Dictionary<string, (ReleaseTarget Target, byte[] Content)> _targets = [];

    /// <summary>Thrown by the next refreshes, one each.</summary>
    public Queue<Exception> RefreshFaults { get; } = [];

    /// <summary>Thrown by the next downloads, one each, after half of the file.</summary>
    public Queue<Exception> DownloadFaults { get; } = [];

    /// <summary>What a dishonest or broken download leaves instead of the file.</summary>
    public Func<byte[], byte[]> Tamper { get; set; } = content => content;

    public int Downloads { get; private set; }

    public ReleaseTarget Put(string path, ReleaseKind kind, byte[] content, long counter = 1, Func<ReleaseDescription, ReleaseDescription>? change = null)
    {
        var description = new ReleaseDescription { Kind = kind, Name = path.Split('/')[0], Version = path.Split('/')[^1], Counter = counter };
        return Put(new ReleaseTarget(path, content.Length, Hash(content), (change ?? (same => same))(description)), content);
    }

    public ReleaseTarget Put(ReleaseTarget target, byte[] content)
    {
        _targets[target.Path] = (target, content);
        return target;
    }

    public static string Hash(byte[] content) => Convert.ToHexStringLower(SHA256.HashData(content));

    public Task RefreshAsync(CancellationToken cancellation) =>
        RefreshFaults.TryDequeue(out Exception? fault) ? Task.FromException(fault) : Task.CompletedTask;

    public Task<ReleaseTarget?> FindAsync(string path, CancellationToken cancellation) =>
        Task.FromResult(_targets.TryGetValue(path, out var found) ? found.Target : null);

    public async Task DownloadAsync(ReleaseTarget target, string file, IProgress<long>? progress, CancellationToken cancellation)
    {
        Downloads++;
        byte[] content = Tamper(_targets[target.Path].Content);
        if (DownloadFaults.TryDequeue(out Exception? fault))
        {
            await File.WriteAllBytesAsync(file, content[..(content.Length / 2)], cancellation);
            throw fault;
        }

        await File.WriteAllBytesAsync(file, content, cancellation);
        progress?.Report(content.Length);
    }
}
