using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text;
using Edge.Domain.Frames;
using Edge.Vision.Images;

namespace Edge.Agent.Tests.Capture;

/// <summary>A camera that sends motion JPEG over HTTP, and misbehaves when told.</summary>
internal sealed class MjpegServer : IDisposable
{
    private readonly CancellationTokenSource _stop = new();
    private readonly List<TcpClient> _clients = [];
    private readonly int _port;
    private readonly FramePool _pool = new();
    private TcpListener? _listener;
    private int _connections;

    public MjpegServer(int port = 0)
    {
        _listener = new TcpListener(IPAddress.Loopback, port);
        _listener.Start();
        _port = ((IPEndPoint)_listener.LocalEndpoint).Port;
        _ = Accept(_listener);
    }

    public string Url => $"http://127.0.0.1:{_port.ToString(CultureInfo.InvariantCulture)}/stream.mjpg";

    /// <summary>Keeps connections open, sends nothing.</summary>
    public volatile bool IsStalled;

    /// <summary>Sends bytes that are no JPEG.</summary>
    public volatile bool IsGarbage;

    /// <summary>Status line when it is not 200.</summary>
    public volatile string Status = "200 OK";

    public int Width { get; set; } = 64;

    public int Connections => Volatile.Read(ref _connections);

    /// <summary>Closes every connection; new ones are refused until <see cref="Restore"/>.</summary>
    public void Cut()
    {
        _listener?.Stop();
        _listener = null;
        lock (_clients)
        {
            _clients.ForEach(client => client.Dispose());
            _clients.Clear();
        }
    }

    /// <summary>Closes every connection; new ones are accepted.</summary>
    public void Drop()
    {
        lock (_clients)
        {
            _clients.ForEach(client => client.Dispose());
            _clients.Clear();
        }
    }

    public void Restore()
    {
        _listener = new TcpListener(IPAddress.Loopback, _port);
        _listener.Start();
        _ = Accept(_listener);
    }

    public void Dispose()
    {
        _stop.Cancel();
        Cut();
        _pool.Dispose();
    }

    private async Task Accept(TcpListener listener)
    {
        try
        {
            while (true)
            {
                TcpClient client = await listener.AcceptTcpClientAsync(_stop.Token);
                lock (_clients)
                    _clients.Add(client);
                _ = Serve(client);
            }
        }
        catch (Exception e) when (e is SocketException or OperationCanceledException or ObjectDisposedException)
        {
        }
    }

    private async Task Serve(TcpClient client)
    {
        try
        {
            using NetworkStream stream = client.GetStream();
            byte[] request = new byte[4096];
            if (await stream.ReadAsync(request, _stop.Token) == 0)
                return;
            Interlocked.Increment(ref _connections);
            await Send(stream, $"HTTP/1.0 {Status}\r\nContent-Type: multipart/x-mixed-replace;boundary=frame\r\n\r\n");
            if (Status != "200 OK")
                return;
            for (int n = 0; ; n++)
            {
                if (!IsStalled)
                {
                    byte[] body = IsGarbage ? Garbage(n) : Jpeg(n);
                    await Send(stream, $"--frame\r\nContent-Type: image/jpeg\r\nContent-Length: {body.Length}\r\n\r\n");
                    await stream.WriteAsync(body, _stop.Token);
                    await Send(stream, "\r\n");
                }

                await Task.Delay(30, _stop.Token);
            }
        }
        catch (Exception e) when (e is IOException or SocketException or OperationCanceledException or ObjectDisposedException)
        {
        }
        finally
        {
            client.Dispose();
        }
    }

    private ValueTask Send(NetworkStream stream, string text) => stream.WriteAsync(Encoding.ASCII.GetBytes(text), _stop.Token);

    private static byte[] Garbage(int n)
    {
        byte[] bytes = new byte[2000];
        new Random(n).NextBytes(bytes);
        return bytes;
    }

    private byte[] Jpeg(int n)
    {
        using Frame frame = _pool.Rent(Width, Width * 3 / 4);
        for (int y = 0; y < frame.Height; y++)
            frame.View.Row(y).Fill((byte)(n * 8));
        return ImageCodec.EncodeJpeg(frame.View, 90);
    }
}
