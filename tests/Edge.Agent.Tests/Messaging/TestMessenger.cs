using Edge.Agent.Configuration;
using Edge.Agent.Messaging;
using Edge.Contracts.Messages;
using Edge.Testing;
using Edge.Testing.Brokers;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace Edge.Agent.Tests.Messaging;

/// <summary>A running messenger of device <c>home/porch</c>, with parts that remember.</summary>
internal sealed class TestMessenger : IAsyncDisposable, ISnapshotSource, IConfigurationReloader, IDesiredHandler
{
    private readonly CancellationTokenSource _stop = new();
    private readonly Task _running;

    public TestMessenger(MqttSettings settings, ILoggerFactory? loggers = null, params ICommandHandler[] more)
    {
        Messenger = new Messenger(new MessengerParts
        {
            Device = new DeviceSettings { Site = "home", Id = "porch" },
            Mqtt = settings,
            State = new DeviceState(DeviceStatus.Offline, "0.1.0", "m1", "boot", DateTimeOffset.UnixEpoch),
            Outbox = Outbox,
            Snapshots = this,
            Reloader = this,
            Desired = this,
            MoreCommands = more,
            Clock = TimeProvider.System,
            Loggers = loggers ?? NullLoggerFactory.Instance,
        });
        _running = Messenger.RunAsync(_stop.Token);
    }

    public Messenger Messenger { get; }

    public MemoryOutbox Outbox { get; } = new();

    public IReadOnlyCollection<string> Cameras { get; } = ["front"];

    public List<DesiredState> Applied { get; } = [];

    public IReadOnlyList<string> Faults { get; set; } = [];

    public static MqttSettings Settings(MosquittoBroker broker) => new() { Host = "127.0.0.1", Port = broker.Port };

    public static async Task<TestMessenger> ConnectAsync(MosquittoBroker broker, Func<MqttSettings, MqttSettings>? change = null, params ICommandHandler[] more)
    {
        MqttSettings settings = Settings(broker);
        var messenger = new TestMessenger(change is null ? settings : change(settings), null, more);
        await messenger.ConnectedAsync();
        return messenger;
    }

    /// <summary>Waits until birth is said.</summary>
    public Task ConnectedAsync(long connects = 1) =>
        Deadline.UntilAsync(() => Messenger.Connection.Counters.Connects >= connects, $"connection {connects} ({Messenger.Connection.Fault})");

    public Task<byte[]?> TakeJpegAsync(string camera, CancellationToken cancellationToken) => Task.FromResult<byte[]?>([0xFF, 0xD8, 0xFF]);

    public Task<IReadOnlyList<string>> ReloadAsync(CancellationToken cancellationToken) => Task.FromResult(Faults);

    public Task<IReadOnlyList<string>> ApplyAsync(DesiredState desired, CancellationToken cancellationToken)
    {
        lock (Applied)
            Applied.Add(desired);
        return desired.Version == 666 ? throw new InvalidOperationException("cannot be applied") : Task.FromResult(Faults);
    }

    public async ValueTask StopAsync()
    {
        await _stop.CancelAsync();
        await _running.WaitAsync(Deadline.Default);
    }

    /// <summary>As a process that is killed: no goodbye.</summary>
    public void Vanish() => Messenger.Dispose();

    public async ValueTask DisposeAsync()
    {
        await StopAsync();
        Messenger.Dispose();
        _stop.Dispose();
    }
}
