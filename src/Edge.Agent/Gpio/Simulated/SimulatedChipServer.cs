using System.Net.Sockets;

namespace Edge.Agent.Gpio.Simulated;

/// <summary>
/// A chip with lines that lives in this process and is used by others over a Unix socket (<see cref="SimulatedLines"/>). It outlives its clients:
/// a client that dies loses its lines, and its outputs fall to their pull. Thread safe.
/// </summary>
public sealed class SimulatedChipServer : IDisposable
{
    private readonly Lock _gate = new();
    private readonly TimeProvider _time;
    private readonly string _path;
    private readonly Socket _listener;
    private readonly SimulatedLine[] _lines;
    private readonly HashSet<SimulatedClient> _clients = [];
    private readonly CancellationTokenSource _end = new();
    private readonly Task _accepting;
    private bool _isDisposed;

    /// <summary>Listens at once; every line is low and pulled low.</summary>
    /// <param name="path">Path of the socket, at most 107 bytes; a socket left there by a process that is gone is replaced.</param>
    /// <param name="lines">Number of lines, 1 to 1024.</param>
    /// <param name="time">Stamps the changes.</param>
    /// <exception cref="IOException">Something else is at the path, or another process listens there.</exception>
    public SimulatedChipServer(string path, int lines, TimeProvider time)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(lines);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(lines, 1024);
        _time = time;
        _path = Path.GetFullPath(path);
        _lines = [.. Enumerable.Range(0, lines).Select(_ => new SimulatedLine())];
        _listener = SimulatedSocket.Listen(_path);
        _accepting = AcceptAsync();
    }

    /// <summary>
    /// An output changed its level, raised in order, on a client's thread, with the chip's lock held:
    /// be quick, wait for nothing; calling this chip back is allowed.
    /// </summary>
    public event Action<SimulatedOutputChange>? OutputChanged;

    /// <summary>Number of lines.</summary>
    public int Count => _lines.Length;

    /// <summary>Clients connected now.</summary>
    public int Clients
    {
        get
        {
            lock (_gate)
                return _clients.Count;
        }
    }

    /// <summary>The level of a line, whoever drives it.</summary>
    public bool Read(int line)
    {
        lock (_gate)
            return _lines[line].Level;
    }

    /// <summary>Whether a client has the line open as an output.</summary>
    public bool IsDriven(int line)
    {
        lock (_gate)
            return _lines[line] is { Owner: not null, IsOutput: true };
    }

    /// <summary>Whether a client has the line open as an input.</summary>
    public bool IsWatched(int line)
    {
        lock (_gate)
            return _lines[line] is { Owner: not null, IsOutput: false };
    }

    /// <summary>Sets what the wiring holds a line at while nobody drives it. The line follows at once unless something drives it.</summary>
    public void Pull(int line, bool level)
    {
        lock (_gate)
        {
            _lines[line].Pull = level;
            if (_lines[line].Driven is null && !_lines[line].IsOutput)
                Change(line, level, isReleased: false);
        }
    }

    /// <summary>What stands outside the chip drives a line that is no output: a sensor, an encoder. Clients that have it open get the edge.</summary>
    /// <param name="line">Its number.</param>
    /// <param name="level">High or low; null lets go, and the pull decides.</param>
    /// <exception cref="InvalidOperationException">A client drives the line: two drivers on one wire.</exception>
    public void Drive(int line, bool? level)
    {
        lock (_gate)
        {
            if (_lines[line].IsOutput)
                throw new InvalidOperationException($"line {line} is an output of {_lines[line].Owner}; allowed: to drive inputs and lines that nobody has open");
            _lines[line].Driven = level;
            Change(line, level ?? _lines[line].Pull, isReleased: false);
        }
    }

    /// <summary>Ends every connection and removes the socket.</summary>
    public void Dispose()
    {
        SimulatedClient[] clients;
        lock (_gate)
        {
            if (_isDisposed)
                return;
            _isDisposed = true;
            clients = [.. _clients];
        }

        _end.Cancel();
        _accepting.Wait(TimeSpan.FromSeconds(1));
        _listener.Dispose();
        _end.Dispose();
        File.Delete(_path);
        foreach (SimulatedClient client in clients)
            client.Dispose();
    }

    internal void Serve(SimulatedClient client, string request)
    {
        // The answer is sent before the lock is left: an edge that comes later must not overtake it.
        lock (_gate)
            client.Tell(Answer(client, request.Split(' ', StringSplitOptions.RemoveEmptyEntries)));
    }

    internal void Gone(SimulatedClient client)
    {
        lock (_gate)
        {
            _clients.Remove(client);
            for (int i = 0; i < _lines.Length; i++)
            {
                if (ReferenceEquals(_lines[i].Owner, client))
                    Close(i);
            }
        }
    }

    private string Answer(SimulatedClient client, string[] words) => words switch
    {
        ["hello", "1", var name] => Hello(client, name),
        ["hello", ..] => $"error the protocol's version is {SimulatedLines.Version}; allowed: hello {SimulatedLines.Version} NAME",
        _ when client.Name.Length == 0 => $"error nobody said hello; allowed: hello {SimulatedLines.Version} NAME",
        ["input", var line, var pull] => Owned(client, line, mayTake: true, number => Input(client, number, pull)),
        ["output", var line, var word] => Owned(client, line, mayTake: true, number => Output(client, number, word)),
        ["set", var line, var word] => Owned(client, line, mayTake: false, number => Set(number, word)),
        ["read", var line] => Owned(client, line, mayTake: false, number => $"ok {SimulatedLines.Word(_lines[number].Level)}"),
        ["close", var line] => Owned(client, line, mayTake: false, Close),
        _ => "error not understood; allowed: hello, input, output, set, read, close",
    };

    private async Task AcceptAsync()
    {
        try
        {
            while (true)
            {
                Socket socket = await _listener.AcceptAsync(_end.Token).ConfigureAwait(false);
                lock (_gate)
                {
                    if (_isDisposed)
                    {
                        socket.Dispose();
                        return;
                    }

                    var client = new SimulatedClient(this, socket);
                    _clients.Add(client);
                    client.Start();
                }
            }
        }
        catch (Exception e) when (e is OperationCanceledException or SocketException or ObjectDisposedException)
        {
            // The chip ends.
        }
    }

    private string Hello(SimulatedClient client, string name)
    {
        client.Name = name;
        return $"ok {_lines.Length}";
    }

    private string Owned(SimulatedClient client, string word, bool mayTake, Func<int, string> action)
    {
        if (!SimulatedLines.TryLine(word, _lines.Length, out int line))
            return $"error there is no line {word}; allowed: 0 to {_lines.Length - 1}";
        SimulatedClient? owner = _lines[line].Owner;
        if (owner is not null && !ReferenceEquals(owner, client))
            return $"error line {line} is in use by {owner}";
        return owner is null && !mayTake ? $"error line {line} is not open" : action(line);
    }

    private string Input(SimulatedClient client, int number, string pull)
    {
        if (pull is not ("none" or "up" or "down"))
            return $"error there is no pull {pull}; allowed: none, up, down";
        SimulatedLine line = _lines[number];
        line.Owner = client;
        line.IsOutput = false;
        if (pull != "none")
            line.Pull = pull == "up";
        // Before the answer the client takes no edges: the answer has the level.
        line.Level = line.Driven ?? line.Pull;
        return $"ok {SimulatedLines.Word(line.Level)}";
    }

    private string Output(SimulatedClient client, int number, string word)
    {
        if (!SimulatedLines.TryLevel(word, out bool level))
            return $"error there is no level {word}; allowed: 0, 1";
        SimulatedLine line = _lines[number];
        if (line.Driven is not null)
            return $"error line {number} is driven from outside; allowed: an output that nothing else drives";
        line.Owner = client;
        line.IsOutput = true;
        Change(number, level, isReleased: false);
        return $"ok {SimulatedLines.Word(line.Level)}";
    }

    private string Set(int number, string word)
    {
        if (!SimulatedLines.TryLevel(word, out bool level))
            return $"error there is no level {word}; allowed: 0, 1";
        if (!_lines[number].IsOutput)
            return $"error line {number} is an input";
        Change(number, level, isReleased: false);
        return $"ok {SimulatedLines.Word(_lines[number].Level)}";
    }

    private string Close(int number)
    {
        SimulatedLine line = _lines[number];
        bool wasOutput = line.IsOutput;
        line.Owner = null;
        if (wasOutput)
            Change(number, line.Pull, isReleased: true);
        line.IsOutput = false;
        return "ok";
    }

    private void Change(int number, bool level, bool isReleased)
    {
        SimulatedLine line = _lines[number];
        if (line.Level == level)
            return;
        line.Level = level;
        if (line.IsOutput)
            OutputChanged?.Invoke(new SimulatedOutputChange(number, level, _time.GetTimestamp(), isReleased));
        else
            line.Owner?.Tell($"edge {number} {SimulatedLines.Word(level)}");
    }
}
