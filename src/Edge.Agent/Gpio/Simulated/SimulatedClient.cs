using System.Net.Sockets;
using System.Text;

namespace Edge.Agent.Gpio.Simulated;

/// <summary>
/// The server's end of one client's connection: a thread that reads requests until the connection ends, and one that sends, so that a client which is
/// slow to read holds up neither the chip nor its other clients.
/// </summary>
internal sealed class SimulatedClient(SimulatedChipServer chip, Socket socket) : IDisposable
{
    // Far more than an encoder counts while a client gets no processor; past it the client is cut off.
    private const int MaximumWaiting = 4 << 20;

    private readonly StringBuilder _waiting = new();
    private bool _isEnded;

    /// <summary>As it said; empty until then.</summary>
    public string Name { get; set; } = "";

    public override string ToString() => Name;

    public void Start()
    {
        new Thread(Serve) { IsBackground = true, Name = "simulated chip's client" }.Start();
        new Thread(SendAll) { IsBackground = true, Name = "simulated chip's sender" }.Start();
    }

    /// <summary>Sends a line of text, in the order of the calls. Waits for nothing.</summary>
    public void Tell(string text)
    {
        lock (_waiting)
        {
            _waiting.Append(text).Append('\n');
            Monitor.Pulse(_waiting);
            if (_waiting.Length <= MaximumWaiting)
                return;
        }

        Dispose();
    }

    /// <summary>Ends the connection; its threads end by themselves.</summary>
    public void Dispose()
    {
        lock (_waiting)
        {
            _isEnded = true;
            Monitor.Pulse(_waiting);
        }

        // Disposing the socket would leave the threads in their calls; shutting it down ends those too.
        SimulatedSocket.End(socket);
    }

    private void Serve()
    {
        // A real output is written at once, whatever else runs.
        _ = RealTimeThread.TryBecome();
        try
        {
            var lines = new LineReader(socket);
            while (lines.Next() is { } request)
                chip.Serve(this, request);
        }
        catch (Exception e) when (e is SocketException or ObjectDisposedException or InvalidDataException)
        {
            // It is gone, or talks nonsense without end.
        }
        finally
        {
            chip.Gone(this);
            Dispose();
        }
    }

    private void SendAll()
    {
        try
        {
            while (Next() is { } text)
                SimulatedSocket.SendAll(socket, Encoding.ASCII.GetBytes(text));
        }
        catch (Exception e) when (e is SocketException or ObjectDisposedException)
        {
            // It is gone.
        }
        finally
        {
            Dispose();
            socket.Dispose();
        }
    }

    // Everything that waits; null at the end.
    private string? Next()
    {
        lock (_waiting)
        {
            while (_waiting.Length == 0 && !_isEnded)
                Monitor.Wait(_waiting);
            if (_isEnded)
                return null;
            string text = _waiting.ToString();
            _waiting.Clear();
            return text;
        }
    }
}
