using Dapper;
using Edge.Cloud.Ingest;
using Edge.Cloud.Storage;
using Edge.Contracts.Messages;
using Edge.Testing;
using Edge.Testing.Brokers;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;

namespace Edge.Cloud.Tests.Ingest;

/// <summary>A cloud, a real broker, a device that speaks, and an ear on what the cloud says to devices.</summary>
internal sealed class IngestBench : IAsyncDisposable
{
    private readonly CancellationTokenSource _end = new();
    private readonly BrokerLink _device;
    private readonly Task _running;

    private IngestBench(MosquittoBroker broker, TestCloud cloud, MosquittoSubscriber ear)
    {
        (Broker, Cloud, Ear) = (broker, cloud, ear);
        _device = new BrokerLink(new BrokerLinkParts { Access = new PlainBrokerAccess(broker.Port), Time = TimeProvider.System, Group = "test", Role = "device", Instance = "1" }, NullLogger.Instance);
        _running = _device.RunAsync(_end.Token);
    }

    public MosquittoBroker Broker { get; }

    public TestCloud Cloud { get; }

    /// <summary>Hears receipts and desired states.</summary>
    public MosquittoSubscriber Ear { get; }

    public IngestCounters Counters => Cloud.Services.GetRequiredService<IngestCounters>();

    public static async Task<IngestBench> StartAsync()
    {
        MosquittoBroker broker = await MosquittoBroker.StartAsync();
        TestCloud cloud = await TestCloud.StartAsync(builder => builder.Services.AddSingleton<IBrokerAccess>(new PlainBrokerAccess(broker.Port)));
        var bench = new IngestBench(broker, cloud, await MosquittoSubscriber.StartAsync(broker.Port, "edge/v1/+/+/receipts", "-t", "edge/v1/+/+/desired", "-t", "edge/v1/+/+/command/+"));
        await Deadline.UntilAsync(() => bench._device.IsConnected && cloud.Services.GetRequiredService<CloudPublisher>().IsConnected, "links stand");
        await Deadline.UntilAsync(() => broker.Log.Contains("$share/edge-cloud/edge/v1/+/+/thumbnails/+", StringComparison.Ordinal), "the cloud listens");
        return bench;
    }

    /// <summary>Publishes as a device does.</summary>
    public async Task SayAsync(string topic, byte[] payload, bool retain = false) => Assert.True(await _device.PublishAsync(topic, payload, retain, CancellationToken.None));

    /// <summary>The ids of the next receipt.</summary>
    public async Task<IReadOnlyList<Guid>> ReceiptAsync()
    {
        ReceivedMessage message = await Ear.NextAsync(heard => heard.Topic.EndsWith("/receipts", StringComparison.Ordinal));
        Assert.True(DeviceMessages.TryReadReceipts(message.Payload, out DeliveryReceipts? receipts, out _));
        return receipts.Ids;
    }

    public async Task<T?> AskAsync<T>(string sql, object? parameters = null)
    {
        await using System.Data.Common.DbConnection connection = await Cloud.Services.GetRequiredService<IDatabase>().OpenAsync(CancellationToken.None);
        return await connection.ExecuteScalarAsync<T>(sql, parameters);
    }

    /// <summary>Waits until a query gives what is wanted.</summary>
    public Task UntilAsync<T>(string sql, T wanted) => Deadline.UntilAsync(() => Equals(AskAsync<T>(sql).GetAwaiter().GetResult(), wanted), $"{sql} = {wanted}");

    public async ValueTask DisposeAsync()
    {
        await _end.CancelAsync();
        await _running;
        _device.Dispose();
        await Cloud.DisposeAsync();
        await Ear.DisposeAsync();
        await Broker.DisposeAsync();
        _end.Dispose();
    }
}
