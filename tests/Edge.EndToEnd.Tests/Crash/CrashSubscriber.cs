using System.Diagnostics;
using System.Globalization;
using System.Text;
using System.Threading.Channels;
using MQTTnet;
using MQTTnet.Formatter;
using MQTTnet.Protocol;

namespace Edge.EndToEnd.Tests.Crash;

/// <summary>
/// The receiver: an independent mosquitto_sub with a persistent session. What it got is noted first and receipted after,
/// as a cloud does that commits before it acknowledges.
/// </summary>
internal sealed class CrashSubscriber : IAsyncDisposable
{
    private readonly Process _process;
    private readonly Channel<Guid> _receipts = Channel.CreateUnbounded<Guid>();
    private readonly TaskCompletionSource _subscribed = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly CancellationTokenSource _end = new();
    private readonly Task _reading, _receipting;

    private CrashSubscriber(Process process, DeliveryLog log, int port, string device, bool receipts)
    {
        _process = process;
        _reading = ReadAsync(log);
        _receipting = receipts ? ReceiptAsync(port, device) : Task.CompletedTask;
    }

    public static async Task<CrashSubscriber> StartAsync(int port, string device, DeliveryLog log, bool receipts)
    {
        // stdbuf: a line must not wait in a buffer.
        var start = new ProcessStartInfo("stdbuf")
        {
            ArgumentList =
            {
                "-oL", "mosquitto_sub", "-V", "5", "-h", "127.0.0.1", "-p", port.ToString(CultureInfo.InvariantCulture),
                "-i", "crash-subscriber", "-c", "-x", "86400", "-q", "1", "-t", $"edge/v1/home/{device}/alerts/+", "-d", "-F", "> %p",
            },
            RedirectStandardOutput = true,
        };
        var subscriber = new CrashSubscriber(Process.Start(start)!, log, port, device, receipts);
        await subscriber._subscribed.Task.WaitAsync(TimeSpan.FromSeconds(30));
        return subscriber;
    }

    public async ValueTask DisposeAsync()
    {
        if (!_process.HasExited)
            _process.Kill();
        await _process.WaitForExitAsync();
        await _reading;
        await _end.CancelAsync();
        await _receipting;
        _process.Dispose();
        _end.Dispose();
    }

    private async Task ReadAsync(DeliveryLog log)
    {
        while (await _process.StandardOutput.ReadLineAsync() is { } line)
        {
            if (line.StartsWith("Subscribed", StringComparison.Ordinal))
                _subscribed.TrySetResult();
            if (line.StartsWith("> ", StringComparison.Ordinal))
                await _receipts.Writer.WriteAsync(log.Note(line[2..]));
        }

        _subscribed.TrySetException(new InvalidOperationException("mosquitto_sub ended"));
        _receipts.Writer.TryComplete();
    }

    private async Task ReceiptAsync(int port, string device)
    {
        var factory = new MqttClientFactory();
        while (!_end.IsCancellationRequested)
        {
            using IMqttClient client = factory.CreateMqttClient();
            try
            {
                await client.ConnectAsync(factory.CreateClientOptionsBuilder().WithTcpServer("127.0.0.1", port).WithProtocolVersion(MqttProtocolVersion.V500).WithClientId("crash-cloud").Build(), _end.Token);
                while (await _receipts.Reader.WaitToReadAsync(_end.Token))
                {
                    var ids = new List<Guid>();
                    while (ids.Count < 100 && _receipts.Reader.TryRead(out Guid id))
                        ids.Add(id);
                    string json = $"{{\"ids\":[{string.Join(',', ids.Select(id => $"\"{id}\""))}]}}";
                    await client.PublishAsync(new MqttApplicationMessageBuilder().WithTopic($"edge/v1/home/{device}/receipts").WithPayload(Encoding.UTF8.GetBytes(json)).WithQualityOfServiceLevel(MqttQualityOfServiceLevel.AtLeastOnce).Build(), _end.Token);
                }
            }
            catch (Exception error) when (error is not NullReferenceException)
            {
                // The broker is being killed. Receipts that got lost come again with the duplicates.
                await Task.WhenAny(Task.Delay(50), _reading);
            }

            if (_reading.IsCompleted)
                return;
        }
    }
}
