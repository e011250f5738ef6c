using System.Threading.Channels;
using Edge.Agent.Station.Messages;

namespace Edge.Agent.Messaging.Sparkplug;

/// <summary>What waits for the node's loop. Of readings the newest of each station waits; commands are bounded. Thread safe.</summary>
internal sealed class SparkplugInbox
{
    private const int MostCommands = 64;
    private const int MostStates = 16;

    private readonly Lock _gate = new();
    private readonly Dictionary<string, StationReading?> _stations = []; // Null: it is gone.
    private readonly Channel<InboundMessage> _commands = Channel.CreateBounded<InboundMessage>(MostCommands);
    private readonly Channel<ReadOnlyMemory<byte>> _states = Channel.CreateBounded<ReadOnlyMemory<byte>>(new BoundedChannelOptions(MostStates) { FullMode = BoundedChannelFullMode.DropOldest });
    private readonly Channel<bool> _wake = Channel.CreateBounded<bool>(new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropWrite });
    private NodeReading? _node;

    public void Put(StationReading reading)
    {
        lock (_gate)
            _stations[reading.Station] = reading;
        _wake.Writer.TryWrite(true);
    }

    public void PutGone(string station)
    {
        lock (_gate)
            _stations[station] = null;
        _wake.Writer.TryWrite(true);
    }

    public void Put(NodeReading reading)
    {
        lock (_gate)
            _node = reading;
        _wake.Writer.TryWrite(true);
    }

    /// <summary>False where too many wait.</summary>
    public bool TryPutCommand(InboundMessage message)
    {
        bool taken = _commands.Writer.TryWrite(message);
        _wake.Writer.TryWrite(true);
        return taken;
    }

    public void PutState(ReadOnlyMemory<byte> payload)
    {
        _states.Writer.TryWrite(payload);
        _wake.Writer.TryWrite(true);
    }

    /// <summary>Completes when something may wait.</summary>
    public async Task WaitAsync(CancellationToken cancellationToken) => await _wake.Reader.ReadAsync(cancellationToken).ConfigureAwait(false);

    public bool TryTakeState(out ReadOnlyMemory<byte> payload) => _states.Reader.TryRead(out payload);

    public bool TryTakeCommand(out InboundMessage? command) => _commands.Reader.TryRead(out command);

    /// <summary>Takes the readings that wait.</summary>
    public (NodeReading? Node, KeyValuePair<string, StationReading?>[] Stations) TakeReadings()
    {
        lock (_gate)
        {
            NodeReading? node = _node;
            _node = null;
            KeyValuePair<string, StationReading?>[] stations = [.. _stations];
            _stations.Clear();
            return (node, stations);
        }
    }

    /// <summary>A new connection: what was heard on the last one is not of this one.</summary>
    public void ForgetHeard()
    {
        while (_states.Reader.TryRead(out _) || _commands.Reader.TryRead(out _))
        {
            // Thrown away.
        }
    }
}
