using System.Data.Common;
using System.Net.Http.Json;
using System.Security.Cryptography;
using Dapper;
using Edge.Cloud.Configuration;
using Edge.Cloud.Ingest;
using Edge.Cloud.Rollouts;
using Edge.Cloud.Security;
using Edge.Cloud.Storage;
using Edge.Contracts.Updates;
using Edge.Contracts.Updates.Publishing;
using Edge.Contracts.Updates.Tuf;
using Edge.Testing.Tuf;
using Microsoft.Extensions.DependencyInjection;

namespace Edge.Cloud.Tests.Scenes;

/// <summary>A cloud with a fleet whose devices say what devices say, through the decoder and the writer of ingest, and with releases that were really signed and pushed.</summary>
internal sealed class FleetScene : IAsyncDisposable
{
    private readonly TufRepository _repository = new(TimeProvider.System.GetUtcNow());
    private readonly Dictionary<string, SceneDevice> _devices = new(StringComparer.Ordinal);

    private FleetScene(TestCloud cloud, HttpClient admin) => (Cloud, Admin) = (cloud, admin);

    public TestCloud Cloud { get; }

    public HttpClient Admin { get; }

    public IReadOnlyDictionary<string, SceneDevice> Devices => _devices;

    public static async Task<FleetScene> StartAsync(Func<CloudSettings, CloudSettings>? change = null)
    {
        return await OnAsync(await TestCloud.StartAsync(change: settings => change?.Invoke(Quick(settings)) ?? Quick(settings)));
    }

    /// <summary>A scene on a cloud that is there; the cloud goes with it.</summary>
    public static async Task<FleetScene> OnAsync(TestCloud cloud)
    {
        var scene = new FleetScene(cloud, await cloud.OperatorAsync(OperatorRole.Admin));
        OnlineKeys online = (await scene.Admin.GetFromJsonAsync<OnlineKeys>("/api/v1/releases/keys"))!;
        scene.NameOnlineKeys(online);
        return scene;
    }

    private static CloudSettings Quick(CloudSettings settings) => new()
    {
        DataPath = settings.DataPath,
        Database = settings.Database,
        Listen = settings.Listen,
        Rates = settings.Rates,
        Ingest = new IngestSettings { Enabled = false },
        Rollouts = new RolloutSettings { StepSeconds = 0.1 },
    };

    /// <summary>A device of the fleet, as if it had enrolled a week ago.</summary>
    public async Task<SceneDevice> AddAsync(string id, string site = "plant", params (string Name, string Value)[] labels)
    {
        var device = new SceneDevice(this, id, site);
        await Database.WriteAsync(
            async (connection, transaction) =>
            {
                await connection.ExecuteAsync(
                    "INSERT INTO devices (id, site, hardware, serial, enrolled_at) VALUES (@Id, @Site, 'pi5', @Serial, @At)",
                    new { Id = id, Site = site, Serial = "SN-" + id, At = TimeProvider.System.GetUtcNow().AddDays(-7).ToUnixTimeMilliseconds() },
                    transaction);
                foreach ((string name, string value) in labels)
                    await connection.ExecuteAsync("INSERT INTO device_labels (device, name, value) VALUES (@Device, @Name, @Value)", new { Device = id, Name = name, Value = value }, transaction);
                return true;
            },
            CancellationToken.None);
        return _devices[id] = device;
    }

    /// <summary>Signs a release and pushes it.</summary>
    public async Task<string> PublishAsync(string name, string version, long counter, ReleaseKind kind = ReleaseKind.Model)
    {
        string path = $"{(kind == ReleaseKind.Model ? "models" : "other")}/{name}-{version}.zip";
        byte[] content = RandomNumberGenerator.GetBytes(2000);
        _repository.AddTarget(path, content, new ReleaseDescription { Kind = kind, Name = name, Version = version, Counter = counter, Hardware = ["pi5"] });
        using var body = new ByteArrayContent(content);
        body.Headers.ContentType = new("application/octet-stream");
        (await Admin.PutAsync(new Uri($"/api/v1/releases/files/{Convert.ToHexStringLower(SHA256.HashData(content))}", UriKind.Relative), body)).EnsureSuccessStatusCode();
        byte[][] roots = counter == 1 || !_pushed ? [.. _repository.Metadata.Where(file => file.Key.EndsWith(".root.json", StringComparison.Ordinal)).OrderBy(file => file.Key, StringComparer.Ordinal).Select(file => file.Value)] : [];
        HttpResponseMessage answer = await Admin.PostAsJsonAsync("/api/v1/releases/metadata", new MetadataUpload(roots, _repository.PublishTargets()));
        Assert.True(answer.IsSuccessStatusCode, await answer.Content.ReadAsStringAsync());
        _pushed = true;
        return path;
    }

    private bool _pushed;

    /// <summary>Tells the cloud what a device said.</summary>
    public async Task SayAsync(string topic, byte[] payload, Func<Inbound, Inbound>? adjust = null)
    {
        Assert.True(InboundDecoder.TryDecode(topic, payload, out Inbound? inbound, out string? fault), fault);
        List<Inbound> batch = [adjust?.Invoke(inbound) ?? inbound];
        await Cloud.Services.GetRequiredService<PictureKeeper>().KeepAsync(batch, CancellationToken.None);
        await Cloud.Services.GetRequiredService<IngestWriter>().WriteAsync(batch, TimeProvider.System.GetUtcNow(), CancellationToken.None);
    }

    /// <summary>What a device is told to be; null: nothing yet.</summary>
    public async Task<string?> DesiredAsync(string device)
    {
        await using DbConnection connection = await Database.OpenAsync(CancellationToken.None);
        return await connection.QuerySingleOrDefaultAsync<string?>("SELECT desired FROM devices WHERE id = @Device", new { Device = device });
    }

    public IDatabase Database => Cloud.Services.GetRequiredService<IDatabase>();

    public async ValueTask DisposeAsync()
    {
        _repository.Dispose();
        foreach (SceneDevice device in _devices.Values)
            device.Dispose();
        await Cloud.DisposeAsync();
    }

    /// <summary>Root's next version names the cloud's keys for snapshot and timestamp, as a releaser's does.</summary>
    private void NameOnlineKeys(OnlineKeys online)
    {
        TufKey snapshot = TufKey.Of(online.Snapshot, "snapshot");
        TufKey timestamp = TufKey.Of(online.Timestamp, "timestamp");
        _repository.Root = _repository.Root with
        {
            Keys = new Dictionary<string, TufKey>(_repository.Root.Keys) { [snapshot.Id] = snapshot, [timestamp.Id] = timestamp },
            Roles = new Dictionary<string, TufRole>(_repository.Root.Roles) { [TufRoleName.Snapshot] = new([snapshot.Id], 1), [TufRoleName.Timestamp] = new([timestamp.Id], 1) },
        };
        _repository.PublishRoot();
    }
}
