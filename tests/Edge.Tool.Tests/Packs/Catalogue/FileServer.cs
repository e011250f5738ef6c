using System.Net;
using System.Net.Sockets;
using System.Text;

namespace Edge.Tool.Tests.Packs.Catalogue;

/// <summary>A real HTTP server whose every byte the test decides: so it can cut, lie, hang and go on for ever.</summary>
internal sealed class FileServer : IDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource _end = new();
    private readonly List<FileRequest> _requests = [];
    private readonly Func<int, FileRequest, Stream, CancellationToken, Task> _answer;
    private readonly Task _loop;

    /// <param name="answer">Writes the answer to the request of a number, from 0; the connection is closed afterwards.</param>
    public FileServer(Func<int, FileRequest, Stream, CancellationToken, Task> answer)
    {
        _answer = answer;
        _listener.Start();
        _loop = RunAsync();
    }

    public Uri Url => new($"http://127.0.0.1:{((IPEndPoint)_listener.LocalEndpoint).Port}/model.onnx");

    public IReadOnlyList<FileRequest> Requests
    {
        get
        {
            lock (_requests)
                return [.. _requests];
        }
    }

    /// <summary>Serves <paramref name="bytes"/> well, with ranges and an ETag.</summary>
    public static async Task ServeAsync(FileRequest request, Stream to, byte[] bytes, string tag = "\"v1\"")
    {
        int from = request.RangeStart is { } start && request.Header("If-Range") == tag ? start : 0;
        string head = from > 0
            ? $"HTTP/1.1 206 Partial Content\r\nContent-Range: bytes {from}-{bytes.Length - 1}/{bytes.Length}\r\n"
            : "HTTP/1.1 200 OK\r\n";
        await WriteAsync(to, $"{head}ETag: {tag}\r\nContent-Length: {bytes.Length - from}\r\nConnection: close\r\n\r\n");
        await to.WriteAsync(bytes.AsMemory(from));
    }

    public static Task WriteAsync(Stream to, string text) => to.WriteAsync(Encoding.ASCII.GetBytes(text)).AsTask();

    public void Dispose()
    {
        _end.Cancel();
        _listener.Stop();
        _loop.Wait();
        _end.Dispose();
    }

    private async Task RunAsync()
    {
        List<Task> connections = [];
        try
        {
            while (true)
            {
                TcpClient client = await _listener.AcceptTcpClientAsync(_end.Token);
                connections.Add(AnswerAsync(client));
            }
        }
        catch (Exception e) when (e is OperationCanceledException or SocketException or ObjectDisposedException)
        {
            await Task.WhenAll(connections);
        }
    }

    private async Task AnswerAsync(TcpClient client)
    {
        try
        {
            using (client)
            {
                NetworkStream stream = client.GetStream();
                if (await FileRequest.ReadAsync(stream, _end.Token) is not { } request)
                    return;
                int number;
                lock (_requests)
                {
                    number = _requests.Count;
                    _requests.Add(request);
                }

                await _answer(number, request, stream, _end.Token);
            }
        }
        catch (Exception e) when (e is IOException or OperationCanceledException or SocketException)
        {
            // The client went away, or the test is over.
        }
    }
}
