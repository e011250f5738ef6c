using System.Net.Sockets;
using Edge.Domain.Frames;

namespace Edge.Agent.Capture.Conveyor;

/// <summary><c>conveyor:SOCKET</c>: the camera of a simulated conveyor, a process of its own. Live; every frame says when it was exposed.</summary>
internal sealed class ConveyorSource(string socket) : IFrameSource
{
    private readonly byte[] _header = new byte[ConveyorWire.HeaderBytes];
    private byte[] _grey = [];
    private Socket? _socket;

    /// <inheritdoc/>
    public string Description => $"conveyor:{socket}";

    /// <inheritdoc/>
    public bool IsLive => true;

    /// <inheritdoc/>
    public void Open(CancellationToken cancellationToken)
    {
        string place = ConveyorPlaces.CameraOf(socket);
        _socket = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified) { ReceiveTimeout = 5000 };
        try
        {
            _socket.Connect(new UnixDomainSocketEndPoint(place));
        }
        catch (Exception e) when (e is SocketException or ArgumentException)
        {
            throw new CaptureException($"{Description}: no conveyor listens at {place}: {e.Message}");
        }
    }

    /// <inheritdoc/>
    public Frame? Read(FramePool pool, CancellationToken cancellationToken)
    {
        Socket socket = _socket ?? throw new InvalidOperationException("the source is not open");
        // A wait for a picture ends at once when nobody wants it any more.
        using CancellationTokenRegistration end = cancellationToken.UnsafeRegister(static open => End((Socket)open!), socket);
        try
        {
            return Take(socket, pool);
        }
        catch (Exception e) when (e is SocketException or ObjectDisposedException or InvalidDataException)
        {
            cancellationToken.ThrowIfCancellationRequested();
            throw new CaptureException($"{Description}: {e.Message}");
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _socket?.Dispose();

    private static void End(Socket socket)
    {
        try
        {
            socket.Shutdown(SocketShutdown.Both);
        }
        catch (Exception e) when (e is SocketException or ObjectDisposedException)
        {
            // It has ended already.
        }
    }

    private Frame? Take(Socket socket, FramePool pool)
    {
        if (!ConveyorWire.Fill(socket, _header))
            return null;
        (int width, int height, long exposed) = ConveyorWire.Read(_header);
        if (_grey.Length != width * height)
            _grey = new byte[width * height];
        if (!ConveyorWire.Fill(socket, _grey))
            return null;
        Frame frame = pool.Rent(width, height);
        FrameView view = frame.View;
        for (int y = 0; y < height; y++)
            Spread(_grey.AsSpan(y * width, width), view.Row(y));
        frame.ExposedTimestamp = exposed;
        return frame;
    }

    private static void Spread(ReadOnlySpan<byte> grey, Span<byte> colour)
    {
        for (int x = 0; x < grey.Length; x++)
        {
            byte value = grey[x];
            int at = x * 3;
            colour[at + 2] = value;
            colour[at + 1] = value;
            colour[at] = value;
        }
    }
}
