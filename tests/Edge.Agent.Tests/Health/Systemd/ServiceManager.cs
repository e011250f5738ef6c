using System.Net.Sockets;
using System.Text;

namespace Edge.Agent.Tests.Health.Systemd;

/// <summary>systemd's end of the notification socket: a real unix datagram socket, by path or abstract.</summary>
internal sealed class ServiceManager : IDisposable
{
    private readonly Socket _socket = new(AddressFamily.Unix, SocketType.Dgram, ProtocolType.Unspecified);
    private readonly string? _path;

    public ServiceManager(bool isAbstract)
    {
        string name = "edge-notify-" + Guid.NewGuid().ToString("N");
        _path = isAbstract ? null : Path.Combine(Path.GetTempPath(), name);
        NotifySocket = _path ?? "@" + name;
        _socket.Bind(new UnixDomainSocketEndPoint(_path ?? "\0" + name));
        _socket.Blocking = false;
    }

    public string NotifySocket { get; }

    public string? Receive()
    {
        var buffer = new byte[4096];
        try
        {
            return Encoding.UTF8.GetString(buffer, 0, _socket.Receive(buffer));
        }
        catch (SocketException e) when (e.SocketErrorCode == SocketError.WouldBlock)
        {
            return null;
        }
    }

    public List<string> ReceiveAll()
    {
        var messages = new List<string>();
        while (Receive() is { } message)
            messages.Add(message);
        return messages;
    }

    public void Dispose()
    {
        _socket.Dispose();
        if (_path is not null)
            File.Delete(_path);
    }
}
