using System.Globalization;
using System.Net.Sockets;
using Edge.Agent.Gpio.Simulated;

namespace Edge.Agent.Capture.Conveyor;

/// <summary>
/// Takes orders for a simulated conveyor over a Unix stream socket, one line of text each, one line back:
/// <c>present good|bad|blank</c>, <c>blur PIXELS</c>, <c>light FACTOR</c>, <c>stats</c>, <c>end</c>.
/// </summary>
internal sealed class ConveyorControl : IDisposable
{
    private const string Allowed = "present good|bad|blank, blur PIXELS, light FACTOR, stats, end";

    private readonly ConveyorRun _run;
    private readonly Action _end;
    private readonly Socket _listener;
    private readonly string _path;

    /// <summary>Listens.</summary>
    /// <param name="socket">The conveyor's socket.</param>
    /// <param name="run">What is ordered about.</param>
    /// <param name="end">Ends the conveyor.</param>
    /// <exception cref="IOException">The socket cannot be used.</exception>
    public ConveyorControl(string socket, ConveyorRun run, Action end)
    {
        (_run, _end) = (run, end);
        _path = ConveyorPlaces.ControlOf(socket);
        _listener = SimulatedSocket.Listen(_path);
        new Thread(Accept) { IsBackground = true, Name = "conveyor control" }.Start();
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _listener.Dispose();
        File.Delete(_path);
    }

    private void Accept()
    {
        try
        {
            while (true)
            {
                using Socket client = _listener.Accept();
                client.ReceiveTimeout = 2000;
                Serve(client);
            }
        }
        catch (Exception e) when (e is SocketException or ObjectDisposedException)
        {
            // The conveyor ends.
        }
    }

    private void Serve(Socket client)
    {
        try
        {
            using var stream = new NetworkStream(client);
            using var reader = new StreamReader(stream);
            using var writer = new StreamWriter(stream) { AutoFlush = true, NewLine = "\n" };
            while (reader.ReadLine() is { } order)
                writer.WriteLine(Obey(order.Split(' ', StringSplitOptions.RemoveEmptyEntries)));
        }
        catch (IOException)
        {
            // It is gone, or said nothing for too long.
        }
    }

    private string Obey(string[] words)
    {
        switch (words)
        {
            case ["present", var kind] when Enum.TryParse(kind, ignoreCase: true, out ConveyorPartKind part) && Enum.IsDefined(part):
                _run.Present(part);
                return "ok";
            case ["blur", var text] when int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out int pixels):
                _run.Camera.Blur = pixels;
                return "ok";
            case ["light", var text] when double.TryParse(text, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out double factor):
                _run.Camera.Light = factor;
                return "ok";
            case ["stats"]:
                return _run.Report().ToSummary();
            case ["end"]:
                _end();
                return "ok";
            default:
                return "error not understood; allowed: " + Allowed;
        }
    }
}
