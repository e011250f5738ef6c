using System.Net.Sockets;
using System.Text;

namespace Edge.Agent.Gpio.Simulated;

/// <summary>The Unix socket between a simulated chip and its clients.</summary>
internal static class SimulatedSocket
{
    private const int LongestPath = 107;

    /// <exception cref="IOException">Something else is at the path, another process listens there, or the path is too long.</exception>
    public static Socket Listen(string path)
    {
        UnixDomainSocketEndPoint place = Place(path);
        var socket = New();
        try
        {
            if (Path.Exists(path))
                RemoveStale(path);
            socket.Bind(place);
            if (!OperatingSystem.IsWindows())
                File.SetUnixFileMode(path, UnixFileMode.UserRead | UnixFileMode.UserWrite);
            socket.Listen();
            return socket;
        }
        catch (SocketException e)
        {
            socket.Dispose();
            throw new IOException($"cannot listen on the socket {path}: {e.Message}", e);
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }

    /// <exception cref="IOException">Nobody listens there, or the path is too long.</exception>
    public static Socket Connect(string path)
    {
        UnixDomainSocketEndPoint place = Place(path);
        var socket = New();
        try
        {
            socket.Connect(place);
            return socket;
        }
        catch (SocketException e)
        {
            socket.Dispose();
            throw new IOException($"nobody listens on the socket {path}: {e.Message}", e);
        }
    }

    /// <summary>Sends a line of text.</summary>
    public static void Send(Socket socket, string text)
    {
        Span<byte> bytes = stackalloc byte[SimulatedLines.MaximumLength + 1];
        int length = Encoding.ASCII.GetBytes(text.AsSpan(0, Math.Min(text.Length, SimulatedLines.MaximumLength)), bytes);
        bytes[length] = (byte)'\n';
        SendAll(socket, bytes[..(length + 1)]);
    }

    /// <summary>Sends every byte.</summary>
    public static void SendAll(Socket socket, ReadOnlySpan<byte> bytes)
    {
        while (bytes.Length > 0)
            bytes = bytes[socket.Send(bytes)..];
    }

    /// <summary>Ends a connection from any thread: whoever waits on it comes back.</summary>
    public static void End(Socket socket)
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

    private static Socket New() => new(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);

    private static UnixDomainSocketEndPoint Place(string path) => Encoding.UTF8.GetByteCount(path) is > 0 and <= LongestPath
        ? new UnixDomainSocketEndPoint(path)
        : throw new IOException($"the path of the socket {path} has {Encoding.UTF8.GetByteCount(path)} bytes; allowed: 1 to {LongestPath}");

    private static void RemoveStale(string path)
    {
        using Socket probe = New();
        try
        {
            probe.Connect(Place(path));
        }
        catch (SocketException e) when (e.SocketErrorCode == SocketError.ConnectionRefused)
        {
            // Only a socket refuses; its process is gone.
            if (File.GetAttributes(path).HasFlag(FileAttributes.Directory) || new FileInfo(path).Length > 0)
                throw new IOException($"{path} is there already and is no socket", e);
            File.Delete(path);
            return;
        }

        throw new IOException($"another process listens on the socket {path}");
    }
}
