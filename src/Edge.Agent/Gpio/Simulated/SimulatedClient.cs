using System.Net.Sockets;

namespace Edge.Agent.Gpio.Simulated;

/// <summary>The server's end of one client's connection: a thread that reads requests until the connection ends.</summary>
internal sealed class SimulatedClient(SimulatedChipServer chip, Socket socket) : IDisposable
{
    /// <summary>As it said; empty until then.</summary>
    public string Name { get; set; } = "";

    public override string ToString() => Name;

    public void Start() => new Thread(Serve) { IsBackground = true, Name = "simulated chip's client" }.Start();

    /// <summary>Sends a line of text, with the chip's lock held. A client that takes nothing must not hold up the chip: past the kernel's buffer it is cut off.</summary>
    public void Tell(string text)
    {
        try
        {
            if (socket.Poll(0, SelectMode.SelectWrite))
                SimulatedSocket.Send(socket, text);
            else
                Dispose();
        }
        catch (Exception e) when (e is SocketException or ObjectDisposedException)
        {
            Dispose();
        }
    }

    // Disposing the socket would leave the reading thread in its call; shutting it down ends that too.
    public void Dispose() => SimulatedSocket.End(socket);

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
            socket.Dispose();
        }
    }
}
