using System.Security.Cryptography;
using Edge.Agent.Outbox;

namespace Edge.Agent.Updates.Downloads;

/// <summary>A download in the making: the bytes so far beside where they go, with their hash. Renamed only when whole, right and on disk.</summary>
internal sealed class PartialFile : IDisposable
{
    private readonly string _file;
    private readonly IncrementalHash _hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
    private readonly FileStream _stream;

    private PartialFile(string file, FileStream stream)
    {
        _file = file;
        _stream = stream;
    }

    /// <summary>Bytes so far.</summary>
    public long Length { get; private set; }

    /// <summary>Where the bytes of a download to <paramref name="file"/> lie until it is whole.</summary>
    public static string PathFor(string file) => file + ".part";

    /// <summary>Opens what an earlier attempt left, or begins anew; a part longer than the whole is thrown away.</summary>
    public static async Task<PartialFile> OpenAsync(string file, long wholeBytes, CancellationToken cancellation)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(Path.GetFullPath(file))!);
        var stream = new FileStream(PathFor(file), FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.Read, 0, FileOptions.Asynchronous);
        var partial = new PartialFile(file, stream);
        try
        {
            if (stream.Length > wholeBytes)
                stream.SetLength(0);
            await partial.HashWhatIsThereAsync(cancellation);
            return partial;
        }
        catch
        {
            partial.Dispose();
            throw;
        }
    }

    /// <summary>Adds bytes at the end.</summary>
    public async Task AppendAsync(ReadOnlyMemory<byte> bytes, CancellationToken cancellation)
    {
        await _stream.WriteAsync(bytes, cancellation);
        _hash.AppendData(bytes.Span);
        Length += bytes.Length;
    }

    /// <summary>Forgets all bytes.</summary>
    public void Restart()
    {
        _stream.SetLength(0);
        _stream.Position = 0;
        _ = _hash.GetHashAndReset();
        Length = 0;
    }

    /// <summary>Whether the bytes so far have this hash; they may not be added to afterwards.</summary>
    public bool HasSha256(string sha256) => Convert.ToHexStringLower(_hash.GetCurrentHash()) == sha256;

    /// <summary>Puts the file in its place, durably.</summary>
    public void Complete()
    {
        _stream.Flush(flushToDisk: true);
        _stream.Dispose();
        File.Move(PathFor(_file), _file, overwrite: true);
        DirectorySync.Flush(Path.GetDirectoryName(Path.GetFullPath(_file))!);
    }

    /// <summary>Removes what is there.</summary>
    public void Discard()
    {
        _stream.Dispose();
        File.Delete(PathFor(_file));
    }

    /// <summary>Closes it; what is there stays for the next attempt.</summary>
    public void Dispose()
    {
        _stream.Dispose();
        _hash.Dispose();
    }

    private async Task HashWhatIsThereAsync(CancellationToken cancellation)
    {
        byte[] buffer = new byte[64 << 10];
        int read;
        while ((read = await _stream.ReadAsync(buffer, cancellation)) > 0)
        {
            _hash.AppendData(buffer, 0, read);
            Length += read;
        }
    }
}
