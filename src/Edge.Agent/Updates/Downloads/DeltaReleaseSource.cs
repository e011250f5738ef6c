using System.Security.Cryptography;
using Edge.Agent.Outbox;
using Edge.Contracts.Updates;
using Edge.Contracts.Updates.Deltas;
using Edge.Contracts.Updates.Tuf;
using Microsoft.Extensions.Logging;
using Microsoft.Win32.SafeHandles;

namespace Edge.Agent.Updates.Downloads;

/// <summary>A source that fetches a small delta where one exists for what is installed, and the whole file where none does, or where the delta fails.
/// A delta is a target like any other: its length and hash are signed. What it makes must have the signed hash of the whole file.</summary>
public sealed class DeltaReleaseSource(IReleaseSource source, IInstalledFiles installed, ILogger<DeltaReleaseSource> log) : IReleaseSource
{
    /// <inheritdoc/>
    public Task RefreshAsync(CancellationToken cancellation) => source.RefreshAsync(cancellation);

    /// <inheritdoc/>
    public Task<ReleaseTarget?> FindAsync(string path, CancellationToken cancellation) => source.FindAsync(path, cancellation);

    /// <inheritdoc/>
    public async Task DownloadAsync(ReleaseTarget target, string file, IProgress<long>? progress, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(target);
        ArgumentException.ThrowIfNullOrEmpty(file);
        if (!File.Exists(file) && await BestAsync(target, file, cancellation) is (string from, ReleaseTarget delta))
        {
            if (await MakeAsync(target, from, delta, file, cancellation))
            {
                progress?.Report(target.SizeBytes);
                return;
            }
        }

        await source.DownloadAsync(target, file, progress, cancellation);
    }

    /// <summary>The smallest delta from something that is here, if it is smaller than what is left to fetch.</summary>
    private async Task<(string From, ReleaseTarget Delta)?> BestAsync(ReleaseTarget target, string file, CancellationToken cancellation)
    {
        var part = new FileInfo(PartialFile.PathFor(file));
        long smallest = target.SizeBytes - (part.Exists ? part.Length : 0);
        (string, ReleaseTarget)? best = null;
        foreach (DeltaDescription described in target.Description?.Deltas ?? [])
        {
            if (described.Format != DeltaDescription.Vcdiff || installed.Find(described.FromSha256) is not { } from)
                continue;
            if (await FindDeltaAsync(described, cancellation) is { } delta && delta.SizeBytes < smallest)
            {
                smallest = delta.SizeBytes;
                best = (from, delta);
            }
        }

        return best;
    }

    /// <summary>A delta that isn't soundly described is as good as none: the whole file still can be.</summary>
    private async Task<ReleaseTarget?> FindDeltaAsync(DeltaDescription described, CancellationToken cancellation)
    {
        try
        {
            return await source.FindAsync(described.Path, cancellation);
        }
        catch (TufRefusedException e)
        {
            log.LogWarning("Delta {Delta} is not used: {Why}", described.Path, e.Message);
            return null;
        }
    }

    private async Task<bool> MakeAsync(ReleaseTarget target, string from, ReleaseTarget delta, string file, CancellationToken cancellation)
    {
        string deltaFile = file + ".delta";
        string made = file + ".made";
        try
        {
            await source.DownloadAsync(delta, deltaFile, null, cancellation);
            Apply(target, from, deltaFile, made, cancellation);
            File.Move(made, file, overwrite: true);
            DirectorySync.Flush(Path.GetDirectoryName(Path.GetFullPath(file))!);
            log.LogInformation("Release {Target} was made of a delta of {DeltaBytes} bytes instead of {WholeBytes}", target.Path, delta.SizeBytes, target.SizeBytes);
            return true;
        }
        catch (Exception e) when (e is DeltaRefusedException or TufRefusedException or FileNotFoundException or DirectoryNotFoundException)
        {
            log.LogWarning("Delta {Delta} is not used, the whole of {Target} is fetched: {Why}", delta.Path, target.Path, e.Message);
            return false;
        }
        finally
        {
            File.Delete(made);
            // A lost connection leaves the delta's part for the next time; the delta itself has done its work, or never will.
            File.Delete(deltaFile);
        }
    }

    private static void Apply(ReleaseTarget target, string from, string deltaFile, string made, CancellationToken cancellation)
    {
        using FileStream delta = new(deltaFile, FileMode.Open, FileAccess.Read, FileShare.Read, 64 << 10);
        using SafeFileHandle source = File.OpenHandle(from);
        using FileStream result = new(made, FileMode.Create, FileAccess.ReadWrite, FileShare.None, 0);
        VcdiffDecoder.Decode(delta, source, result.SafeFileHandle, new VcdiffLimits(target.SizeBytes), cancellation);
        result.Flush(flushToDisk: true);
        result.Position = 0;
        if (Convert.ToHexStringLower(SHA256.HashData(result)) != target.Sha256)
            throw new DeltaRefusedException(DeltaFault.WrongResult, $"delta '{deltaFile}' makes a file without the SHA-256 {target.Sha256} of '{target.Path}'");
    }
}
