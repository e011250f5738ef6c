using Edge.Agent.Updates.Downloads;
using Edge.Contracts.Updates.Tuf;

namespace Edge.Agent.Updates.Tuf;

/// <summary>Reads metadata files from a repository that nobody trusts: never more bytes than allowed, never slower than allowed.</summary>
/// <param name="files">The repository's metadata.</param>
/// <param name="limits">How slow it may be.</param>
/// <param name="time">The clock for the rate.</param>
internal sealed class MetadataReader(IRepositoryFiles files, RetrievalLimits limits, TimeProvider time)
{
    private const int FirstBufferBytes = 16 << 10;

    /// <summary>A whole file; null when there is none of that name.</summary>
    /// <exception cref="TufRefusedException"><see cref="TufFault.EndlessData"/>, <see cref="TufFault.SlowRetrieval"/>.</exception>
    /// <exception cref="ReleaseUnavailableException">It can't be reached, or the connection was lost.</exception>
    public async Task<byte[]?> ReadAsync(string path, long maximumBytes, CancellationToken cancellation)
    {
        RetrievalRate rate = new(limits.MinimumBytesPerSecond, limits.RateWindow);
        long start = time.GetTimestamp();
        using RepositoryFile? file = await WithinAsync(path, start, rate, token => files.OpenAsync(path, 0, token), cancellation).ConfigureAwait(false);
        if (file is null)
            return null;
        byte[] buffer = new byte[Math.Min(FirstBufferBytes, maximumBytes + 1)];
        int length = 0;
        while (true)
        {
            if (length == buffer.Length)
                Array.Resize(ref buffer, (int)Math.Min(2L * buffer.Length, maximumBytes + 1));
            int read = await WithinAsync(path, start, rate, token => ReadSomeAsync(file, path, buffer.AsMemory(length), token), cancellation).ConfigureAwait(false);
            if (read == 0)
                return buffer[..length];
            length += read;
            // One byte more than is allowed shows that it goes on; the rest is never asked for.
            if (length > maximumBytes)
                throw new TufRefusedException(TufFault.EndlessData, $"'{path}' is longer than the {maximumBytes} bytes that are allowed");
        }
    }

    private static async Task<int> ReadSomeAsync(RepositoryFile file, string path, Memory<byte> into, CancellationToken cancellation)
    {
        try
        {
            return await file.Content.ReadAsync(into, cancellation).ConfigureAwait(false);
        }
        catch (Exception e) when (e is IOException or HttpRequestException)
        {
            throw new ReleaseUnavailableException($"the connection was lost within '{path}': {e.Message}", e);
        }
    }

    private async Task<T> WithinAsync<T>(string path, long start, RetrievalRate rate, Func<CancellationToken, Task<T>> work, CancellationToken cancellation)
    {
        TimeSpan left = limits.Longest - time.GetElapsedTime(start);
        TimeSpan patience = left < rate.Patience ? left : rate.Patience;
        if (patience <= TimeSpan.Zero)
            throw TooSlow(path);
        using CancellationTokenSource patient = new(patience, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(patient.Token, cancellation);
        long before = time.GetTimestamp();
        try
        {
            T result = await work(either.Token).ConfigureAwait(false);
            rate.Add(time.GetElapsedTime(before), result is int bytes ? bytes : 0);
            return result;
        }
        catch (OperationCanceledException) when (patient.IsCancellationRequested && !cancellation.IsCancellationRequested)
        {
            throw TooSlow(path);
        }
    }

    private TufRefusedException TooSlow(string path) => new(
        TufFault.SlowRetrieval,
        $"'{path}' comes slower than {limits.MinimumBytesPerSecond} bytes a second over {limits.RateWindow.TotalSeconds:0.#} s, or takes longer than {limits.Longest.TotalSeconds:0.#} s");
}
