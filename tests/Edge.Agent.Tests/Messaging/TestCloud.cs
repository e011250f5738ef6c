using System.Text;
using Edge.Contracts.Messages;
using MQTTnet;
using MQTTnet.Exceptions;
using MQTTnet.Protocol;

namespace Edge.Agent.Tests.Messaging;

/// <summary>Hears payloads of the form <c>{id} {number}</c>, keeps them, and gives receipts; comes back when the broker does.</summary>
internal sealed class TestCloud : IAsyncDisposable
{
    private readonly CancellationTokenSource _stop = new();
    private readonly List<int> _heard = [];
    private readonly IMqttClient _client = new MqttClientFactory().CreateMqttClient();
    private readonly string? _receipts;
    private readonly Task _running;

    public TestCloud(int port, string filter, string? receipts)
    {
        _receipts = receipts;
        _client.ApplicationMessageReceivedAsync += HearAsync;
        _running = RunAsync(port, filter);
    }

    public int Count
    {
        get
        {
            lock (_heard)
                return _heard.Count;
        }
    }

    /// <summary>Numbers in the order in which each was first heard.</summary>
    public List<int> FirstHeard()
    {
        lock (_heard)
            return [.. _heard.Distinct()];
    }

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await _running;
        _client.Dispose();
        _stop.Dispose();
    }

    private async Task RunAsync(int port, string filter)
    {
        while (!_stop.IsCancellationRequested)
        {
            try
            {
                if (!_client.IsConnected)
                {
                    await _client.ConnectAsync(new MqttClientOptionsBuilder().WithTcpServer("127.0.0.1", port).Build(), _stop.Token);
                    await _client.SubscribeAsync(filter, MqttQualityOfServiceLevel.AtLeastOnce, _stop.Token);
                }

                await Task.Delay(20, _stop.Token);
            }
            catch (Exception exception) when (exception is MqttCommunicationException or OperationCanceledException)
            {
                // The broker is away.
            }
        }
    }

    private async Task HearAsync(MqttApplicationMessageReceivedEventArgs args)
    {
        string[] parts = Encoding.UTF8.GetString(args.ApplicationMessage.Payload).Split(' ');
        lock (_heard)
            _heard.Add(int.Parse(parts[1]));
        if (_receipts is null)
            return;
        try
        {
            await TestPeer.PublishAsync(_client, _receipts, DeviceMessages.Write(new DeliveryReceipts([Guid.Parse(parts[0])])));
        }
        catch (MqttCommunicationException)
        {
            // Lost with the broker: the message comes again.
        }
    }
}
