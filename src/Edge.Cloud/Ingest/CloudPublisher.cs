using System.Collections.Concurrent;
using System.Text.Json;
using Edge.Contracts.Messages;
using Edge.Contracts.Topics;
using MQTTnet;
using MQTTnet.Protocol;

namespace Edge.Cloud.Ingest;

/// <summary>The link that speaks to devices: receipts, <c>desired</c>, commands and their answers. Safe for any number of threads.</summary>
internal sealed class CloudPublisher : BackgroundService
{
    private const int MostOnTheWay = 1000;
    private readonly BrokerLink _link;
    private readonly TimeProvider _time;
    private readonly string _instance;
    private readonly SemaphoreSlim _onTheWay = new(MostOnTheWay);
    private readonly ConcurrentDictionary<Guid, TaskCompletionSource<byte[]>> _calls = new();

    /// <summary>A publisher that is not connected yet.</summary>
    public CloudPublisher(BrokerIdentity identity, TimeProvider time, ILogger<CloudPublisher> log)
    {
        _time = time;
        _instance = identity.Instance;
        _link = new BrokerLink(
            identity.Parts("out") with
            {
                Subscriptions = [new BrokerSubscription($"edge/v1/+/+/response/{_instance}")],
                Receive = OnAnswer,
            },
            log);
        _link.Connected += () => Connected?.Invoke();
    }

    /// <summary>Raised after each connection.</summary>
    public event Action? Connected;

    /// <summary>Whether the link stands.</summary>
    public bool IsConnected => _link.IsConnected;

    /// <summary>Publishes with QoS 1, waiting while a thousand others are on their way. Returns whether the broker took it.</summary>
    public async Task<bool> PublishAsync(string topic, ReadOnlyMemory<byte> payload, bool retain, CancellationToken cancel)
    {
        if (!_link.IsConnected)
            return false;
        await _onTheWay.WaitAsync(cancel);
        try
        {
            return await _link.PublishAsync(topic, payload, retain, cancel);
        }
        finally
        {
            _onTheWay.Release();
        }
    }

    /// <summary>Calls a command of a device. Returns its answer's JSON, or null where none came within <paramref name="timeout"/> or nobody heard the call.</summary>
    public async Task<JsonElement?> CallAsync(EdgeTopics device, string command, ReadOnlyMemory<byte> arguments, TimeSpan timeout, CancellationToken cancel)
    {
        var id = Guid.NewGuid();
        var answer = new TaskCompletionSource<byte[]>(TaskCreationOptions.RunContinuationsAsynchronously);
        _calls[id] = answer;
        try
        {
            MqttApplicationMessage message = new MqttApplicationMessageBuilder()
                .WithTopic(device.Command(command))
                .WithPayloadSegment(arguments)
                .WithContentType("application/json")
                .WithQualityOfServiceLevel(MqttQualityOfServiceLevel.AtLeastOnce)
                .WithResponseTopic(device.Response(_instance))
                .WithCorrelationData(id.ToByteArray())
                .Build();
            if (!await _link.PublishAsync(message, cancel))
                return null;
            byte[] bytes = await answer.Task.WaitAsync(timeout, _time, cancel);
            return DeviceMessages.TryReadArguments(bytes, out JsonElement? read, out _) ? read : null;
        }
        catch (TimeoutException)
        {
            return null;
        }
        finally
        {
            _calls.TryRemove(id, out _);
        }
    }

    /// <inheritdoc />
    public override void Dispose()
    {
        _link.Dispose();
        _onTheWay.Dispose();
        base.Dispose();
    }

    /// <inheritdoc />
    protected override Task ExecuteAsync(CancellationToken stoppingToken) => _link.RunAsync(stoppingToken);

    private void OnAnswer(MqttApplicationMessage message, Func<Task> acknowledge)
    {
        _ = acknowledge();
        if (message.CorrelationData is { Length: 16 } correlation && _calls.TryGetValue(new Guid(correlation), out TaskCompletionSource<byte[]>? call))
            call.TrySetResult(System.Buffers.BuffersExtensions.ToArray(message.Payload));
    }
}
