using System.Security.Cryptography;
using Edge.Agent.Updates.Tuf;
using Edge.Contracts.Updates;
using Edge.Contracts.Updates.Tuf;

namespace Edge.Agent.Updates.Downloads;

/// <summary>Downloads over bad links, from servers that nobody trusts.
/// 1. what an earlier attempt left is hashed and carried on with; 2. the source is asked for the rest, and may begin anew;
/// 3. bytes are taken at the device's own rate, no more of them than signed metadata says, and not from a server that drips;
/// 4. a lost connection is made again, as long as attempts bring something; 5. only what has the signed hash is put in place, durably.</summary>
public sealed class BoundedDownloader(DownloadLimits limits, BandwidthLimit bandwidth, TimeProvider time) : ITargetDownloader
{
    private const int BufferBytes = 64 << 10;
    private static readonly TimeSpan LongestPause = TimeSpan.FromMinutes(1);

    /// <inheritdoc/>
    public async Task DownloadAsync(
        IRepositoryFiles files, string path, ReleaseTarget target, string file, IProgress<long>? progress, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(files);
        ArgumentNullException.ThrowIfNull(target);
        ArgumentException.ThrowIfNullOrEmpty(file);
        if (await IsThereAsync(target, file, cancellation))
            return;

        using PartialFile partial = await PartialFile.OpenAsync(file, target.SizeBytes, cancellation);
        // What a power cut left may have the right length and wrong bytes: once, all of it is fetched anew.
        bool fresh = partial.Length == 0;
        while (true)
        {
            CheckRoom(target, file, partial.Length);
            await FetchAsync(files, path, target, partial, progress, cancellation);
            if (partial.HasSha256(target.Sha256))
                break;
            if (fresh)
            {
                partial.Discard();
                throw new TufRefusedException(TufFault.WrongHash, $"target '{target.Path}' as downloaded does not have the SHA-256 {target.Sha256} of its metadata");
            }

            partial.Restart();
            fresh = true;
        }

        partial.Complete();
    }

    /// <summary>Brings the rest, in as many attempts as bring something.</summary>
    private async Task FetchAsync(
        IRepositoryFiles files, string path, ReleaseTarget target, PartialFile partial, IProgress<long>? progress, CancellationToken cancellation)
    {
        int failures = 0;
        while (partial.Length < target.SizeBytes)
        {
            long before = partial.Length;
            try
            {
                await AttemptAsync(files, path, target, partial, progress, cancellation);
            }
            catch (Exception e) when (IsTransient(e))
            {
                // Progress that would have satisfied the minimum rate makes up for earlier failures: a link may break a hundred times in a long download.
                bool advanced = partial.Length - before >= Math.Max(1, (long)(limits.MinimumBytesPerSecond * limits.RateWindow.TotalSeconds));
                failures = advanced ? 1 : failures + 1;
                if (failures >= limits.Attempts)
                    throw;
                TimeSpan pause = limits.RetryDelay * Math.Pow(2, failures - 1);
                await Task.Delay(pause < LongestPause ? pause : LongestPause, time, cancellation);
            }
        }
    }

    private static bool IsTransient(Exception e) =>
        e is ReleaseUnavailableException or TufRefusedException { Fault: TufFault.SlowRetrieval };

    private async Task AttemptAsync(
        IRepositoryFiles files, string path, ReleaseTarget target, PartialFile partial, IProgress<long>? progress, CancellationToken cancellation)
    {
        var rate = new RetrievalRate(limits.MinimumBytesPerSecond, limits.RateWindow);
        using RepositoryFile opened = await WithinAsync(rate, target, token => files.OpenAsync(path, partial.Length, token), cancellation)
            ?? throw new ReleaseUnavailableException($"target '{target.Path}' is not where its metadata says");
        if (opened.Offset != partial.Length)
        {
            if (opened.Offset != 0)
                throw new ReleaseUnavailableException($"the source began target '{target.Path}' at byte {opened.Offset}, asked for {partial.Length}");
            partial.Restart();
        }

        byte[] buffer = new byte[BufferBytes];
        while (true)
        {
            // One byte more than what is left shows a file that does not end where it should.
            int wanted = (int)Math.Min(bandwidth.Chunk(buffer.Length), target.SizeBytes - partial.Length + 1);
            int read = await WithinAsync(rate, target, token => ReadAsync(opened.Content, buffer.AsMemory(0, wanted), target, token), cancellation);
            if (read == 0)
                break;
            if (read > target.SizeBytes - partial.Length)
            {
                partial.Discard();
                throw new TufRefusedException(TufFault.EndlessData, $"target '{target.Path}' is longer than the {target.SizeBytes} bytes of its metadata");
            }

            await partial.AppendAsync(buffer.AsMemory(0, read), cancellation);
            progress?.Report(partial.Length);
            await bandwidth.TakeAsync(read, cancellation);
        }

        if (partial.Length < target.SizeBytes)
            throw new ReleaseUnavailableException($"target '{target.Path}' ended after {partial.Length} of {target.SizeBytes} bytes");
    }

    private static async Task<int> ReadAsync(Stream content, Memory<byte> into, ReleaseTarget target, CancellationToken cancellation)
    {
        try
        {
            return await content.ReadAsync(into, cancellation);
        }
        catch (Exception e) when (e is IOException or HttpRequestException)
        {
            throw new ReleaseUnavailableException($"the connection was lost within target '{target.Path}': {e.Message}", e);
        }
    }

    /// <summary>Waits for the source no longer than its rate allows.</summary>
    private async Task<T> WithinAsync<T>(RetrievalRate rate, ReleaseTarget target, Func<CancellationToken, Task<T>> work, CancellationToken cancellation)
    {
        TimeSpan patience = rate.Patience;
        if (patience <= TimeSpan.Zero)
            throw TooSlow(target);
        using var patient = new CancellationTokenSource(patience, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(patient.Token, cancellation);
        long start = time.GetTimestamp();
        try
        {
            T result = await work(either.Token);
            rate.Add(time.GetElapsedTime(start), result is int bytes ? bytes : 0);
            return result;
        }
        catch (OperationCanceledException) when (patient.IsCancellationRequested && !cancellation.IsCancellationRequested)
        {
            throw TooSlow(target);
        }
    }

    private TufRefusedException TooSlow(ReleaseTarget target) => new(
        TufFault.SlowRetrieval,
        $"target '{target.Path}' comes slower than {limits.MinimumBytesPerSecond} bytes a second over {limits.RateWindow.TotalSeconds:0.#} s");

    private void CheckRoom(ReleaseTarget target, string file, long there)
    {
        long free = new DriveInfo(Path.GetDirectoryName(Path.GetFullPath(file))!).AvailableFreeSpace;
        long needed = target.SizeBytes - there + limits.ReserveBytes;
        if (free < needed)
            throw new ReleaseUnavailableException($"target '{target.Path}' needs {needed} bytes of disk (with {limits.ReserveBytes} to spare); {free} are free");
    }

    private static async Task<bool> IsThereAsync(ReleaseTarget target, string file, CancellationToken cancellation)
    {
        if (!File.Exists(file) || new FileInfo(file).Length != target.SizeBytes)
            return false;
        await using FileStream stream = new(file, FileMode.Open, FileAccess.Read, FileShare.Read, BufferBytes, FileOptions.Asynchronous);
        return Convert.ToHexStringLower(await SHA256.HashDataAsync(stream, cancellation)) == target.Sha256;
    }
}
