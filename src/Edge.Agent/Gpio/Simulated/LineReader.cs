using System.Net.Sockets;
using System.Text;

namespace Edge.Agent.Gpio.Simulated;

/// <summary>Cuts what a socket receives into lines of text. Not thread safe.</summary>
internal sealed class LineReader(Socket socket)
{
    private readonly byte[] _buffer = new byte[SimulatedLines.MaximumLength + 1];
    private int _filled;

    /// <summary>Waits for the next line; null at the end of the connection.</summary>
    /// <exception cref="InvalidDataException">A line is longer than <see cref="SimulatedLines.MaximumLength"/>.</exception>
    /// <exception cref="SocketException">The connection broke.</exception>
    public string? Next()
    {
        while (true)
        {
            int end = Array.IndexOf(_buffer, (byte)'\n', 0, _filled);
            if (end >= 0)
            {
                string line = Encoding.ASCII.GetString(_buffer, 0, end);
                _filled -= end + 1;
                Array.Copy(_buffer, end + 1, _buffer, 0, _filled);
                return line;
            }

            if (_filled == _buffer.Length)
                throw new InvalidDataException($"a line has more than {SimulatedLines.MaximumLength} characters");
            int received = socket.Receive(_buffer.AsSpan(_filled));
            if (received == 0)
                return null;
            _filled += received;
        }
    }
}
