using System.Collections.Concurrent;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace Edge.Testing.Tuf;

/// <summary>A real HTTP server on a free port of the loopback for a repository in memory: <c>/metadata/…</c> and <c>/targets/…</c>, also below <c>/tuf</c> as a cloud has them, with ranges; file by file as hostile as asked.</summary>
public sealed class TufServer : IAsyncDisposable
{
    private static readonly TimeSpan Drip = TimeSpan.FromMilliseconds(20);
    private readonly TufRepository _repository;
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource _stop = new();
    private readonly ConcurrentDictionary<Task, bool> _open = new();
    private readonly Task _accepting;

    /// <summary>Starts.</summary>
    public TufServer(TufRepository repository)
    {
        _repository = repository;
        _listener.Start();
        Address = new Uri($"http://127.0.0.1:{((IPEndPoint)_listener.LocalEndpoint).Port}/");
        _accepting = AcceptAsync();
    }

    /// <summary>Where it serves.</summary>
    public Uri Address { get; }

    /// <summary>How files are served, by their path without the first slash; others honestly.</summary>
    public ConcurrentDictionary<string, TufServing> Serving { get; } = new();

    /// <summary>Every request so far: path, and where it wanted to begin.</summary>
    public ConcurrentQueue<(string Path, long Offset)> Requests { get; } = new();

    /// <summary>Bytes of bodies sent so far.</summary>
    public long SentBytes => Interlocked.Read(ref _sentBytes);

    private long _sentBytes;

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        _listener.Stop();
        await _accepting;
        await Task.WhenAll(_open.Keys);
        _stop.Dispose();
        _listener.Dispose();
    }

    private async Task AcceptAsync()
    {
        try
        {
            while (true)
            {
                TcpClient client = await _listener.AcceptTcpClientAsync(_stop.Token);
                Task serving = ServeAsync(client);
                _open[serving] = true;
                _ = serving.ContinueWith(ended => _open.TryRemove(ended, out _), TaskScheduler.Default);
            }
        }
        catch (Exception e) when (e is OperationCanceledException or SocketException or ObjectDisposedException)
        {
        }
    }

    private async Task ServeAsync(TcpClient client)
    {
        using (client)
        {
            try
            {
                NetworkStream stream = client.GetStream();
                using StreamReader reader = new(stream, Encoding.ASCII, leaveOpen: true);
                string path = (await reader.ReadLineAsync(_stop.Token) ?? "").Split(' ').ElementAtOrDefault(1)?.TrimStart('/') ?? "";
                path = path.StartsWith("tuf/", StringComparison.Ordinal) ? path["tuf/".Length..] : path;
                long offset = 0;
                while (await reader.ReadLineAsync(_stop.Token) is { Length: > 0 } header)
                {
                    if (header.StartsWith("Range: bytes=", StringComparison.OrdinalIgnoreCase))
                        offset = long.Parse(header["Range: bytes=".Length..].TrimEnd('-'), CultureInfo.InvariantCulture);
                }

                Requests.Enqueue((path, offset));
                await AnswerAsync(stream, path, offset);
            }
            catch (Exception e) when (e is OperationCanceledException or IOException or ObjectDisposedException)
            {
                // The client has had enough, or the test ends.
            }
        }
    }

    private async Task AnswerAsync(NetworkStream stream, string path, long offset)
    {
        TufServing serving = Serving.GetValueOrDefault(path);
        byte[]? file = Find(path);
        if (serving == TufServing.Broken || file is null)
        {
            await HeadAsync(stream, serving == TufServing.Broken ? "500 Internal Server Error" : "404 Not Found", "Content-Length: 0");
            return;
        }

        if (serving == TufServing.Endless)
        {
            await HeadAsync(stream, "200 OK", "Content-Type: application/octet-stream");
            byte[] block = Encoding.ASCII.GetBytes(new string(' ', 8192));
            while (true)
                await SendAsync(stream, block);
        }

        string size = $"Content-Length: {file.Length - offset}";
        if (offset > 0)
            await HeadAsync(stream, "206 Partial Content", size, $"Content-Range: bytes {offset}-{file.Length - 1}/{file.Length}");
        else
            await HeadAsync(stream, "200 OK", size);
        ReadOnlyMemory<byte> body = file.AsMemory((int)offset);
        switch (serving)
        {
            case TufServing.Silent:
                await Task.Delay(Timeout.Infinite, _stop.Token);
                break;
            case TufServing.Dripping:
                for (int i = 0; i < body.Length; i++)
                {
                    await SendAsync(stream, body.Slice(i, 1));
                    await Task.Delay(Drip, _stop.Token);
                }

                break;
            case TufServing.Cut:
                await SendAsync(stream, body[..(body.Length / 2)]);
                break;
            default:
                await SendAsync(stream, body);
                break;
        }
    }

    private async Task SendAsync(NetworkStream stream, ReadOnlyMemory<byte> bytes)
    {
        await stream.WriteAsync(bytes, _stop.Token);
        Interlocked.Add(ref _sentBytes, bytes.Length);
    }

    private async Task HeadAsync(NetworkStream stream, string status, params string[] headers) =>
        await stream.WriteAsync(Encoding.ASCII.GetBytes($"HTTP/1.1 {status}\r\nConnection: close\r\n{string.Join("\r\n", headers)}\r\n\r\n"), _stop.Token);

    private byte[]? Find(string path)
    {
        if (path.StartsWith("metadata/", StringComparison.Ordinal))
            return _repository.Metadata.TryGetValue(path["metadata/".Length..], out byte[]? metadata) ? metadata : null;
        return path.StartsWith("targets/", StringComparison.Ordinal) && _repository.Content.TryGetValue(path["targets/".Length..], out byte[]? content) ? content : null;
    }
}
