using System.Data.Common;
using Dapper;
using Edge.Cloud.Fleet;
using Edge.Cloud.Ingest;
using Edge.Cloud.Security;
using Edge.Cloud.Storage;
using Edge.Cloud.Tests.Storage;
using Edge.Contracts.Messages;
using Edge.Testing.Databases;
using Microsoft.Extensions.Logging.Abstractions;

namespace Edge.Cloud.Tests.Ingest;

/// <summary>One SQL for both databases: each statement of ingest in each of them, and the searches over what it wrote.</summary>
public sealed class IngestWriterTests(PostgresFixture postgres) : IClassFixture<PostgresFixture>, IDisposable
{
    private static readonly DateTimeOffset Received = new(2026, 6, 1, 12, 0, 30, TimeSpan.Zero);
    private readonly string _folder = Directory.CreateTempSubdirectory("edge-ingest-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task Sqlite_TakesEverything_OnceHoweverOftenItComes()
    {
        await using var database = new SqliteDatabase(Path.Combine(_folder, "cloud.db"));
        await TakesEverythingAsync(database);
    }

    [PostgresFact]
    public async Task Postgres_TakesEverything_OnceHoweverOftenItComes()
    {
        await using var database = new PostgresDatabase(await postgres.Server.CreateDatabaseAsync());
        await TakesEverythingAsync(database);
    }

    [PostgresFact]
    public async Task Postgres_TwoInstancesWithTheSameDevicesAtOnce_LoseAndDoubleNothing()
    {
        await using var database = new PostgresDatabase(await postgres.Server.CreateDatabaseAsync());
        IngestWriter[] writers = [await PrepareAsync(database, 40), await PrepareAsync(database, 0)];
        IngestResult[] results = await Task.WhenAll(Enumerable.Range(0, 20).Select(round => Task.Run(() =>
        {
            var random = new Random(round);
            // Rounds 2n and 2n + 1 hold the same events, in another order, as after a broken connection.
            List<Inbound> batch = [];
            for (int i = 0; i < 40; i++)
            {
                string device = $"box-{i}";
                var id = new Guid(round / 2, (short)i, 0, new byte[8]);
                batch.Add(Decode(Events.AlertTopic(device), Events.Alert(id, Events.AlertOf(id, device: device))));
                batch.Add(Decode($"edge/v1/home/{device}/telemetry", Events.Telemetry(Events.At.AddSeconds(round), device: device)));
            }

            return writers[round % 2].WriteAsync([.. batch.OrderBy(_ => random.Next())], Received, CancellationToken.None);
        })));
        Assert.Equal((400, 400), (results.Sum(result => result.Stored), results.Sum(result => result.Duplicates)));
        await using DbConnection connection = await database.OpenAsync(CancellationToken.None);
        Assert.Equal(400, await connection.ExecuteScalarAsync<long>("SELECT COUNT(*) FROM events"));
        Assert.Equal(400, await connection.ExecuteScalarAsync<long>("SELECT COUNT(*) FROM alerts"));
        Assert.Equal(800, await connection.ExecuteScalarAsync<long>("SELECT CAST(SUM(samples) AS BIGINT) FROM telemetry_history"));
    }

    private static async Task TakesEverythingAsync(IDatabase database)
    {
        IngestWriter writer = await PrepareAsync(database, 1);
        Guid alert = Guid.CreateVersion7(), first = Guid.CreateVersion7();
        const string device = "box-0";
        Inbound[] batch =
        [
            Decode(Events.AlertTopic(device), Events.Alert(Guid.CreateVersion7(), Events.AlertOf(alert, AlertMessagePhase.Ended, 4, device))), // The end overtook the beginning.
            Decode(Events.AlertTopic(device), Events.Alert(first, Events.AlertOf(alert, device: device))),
            Decode("edge/v1/home/box-0/telemetry", Events.Telemetry(Events.At, device: device)),
            Decode("edge/v1/home/box-0/telemetry", Events.Telemetry(Events.At.AddSeconds(1), temperature: null, device: device)),
            Decode("edge/v1/home/box-0/telemetry", Events.Coverage("yard", 60, device)),
            Decode("edge/v1/home/box-0/telemetry", Events.Coverage("gate", 50, device)),
            Decode("edge/v1/home/box-0/state", DeviceMessages.Write(new DeviceState(DeviceStatus.Online, "0.1.0", "m", "b", Events.At))),
            new Inbound.Picture("home", device, "yard", new byte[] { 0xFF, 0xD8, 0xFF }),
            new Inbound.Unreadable("home", device, Guid.CreateVersion7(), Events.At, "{}"u8.ToArray(), "who knows"),
        ];
        Assert.Equal(new IngestResult(3, 0, 1), await writer.WriteAsync(batch, Received, CancellationToken.None));
        Assert.Equal(new IngestResult(0, 3, 0), await writer.WriteAsync(batch, Received, CancellationToken.None));

        await using DbConnection connection = await database.OpenAsync(CancellationToken.None);
        Assert.Equal(("ended", 4000L), await connection.QuerySingleAsync<(string, long)>("SELECT phase, duration_ms FROM alerts"));
        Assert.Equal(("online", """{"day":"2026-06-01","cameras":2,"minutesWatched":50}"""), await connection.QuerySingleAsync<(string, string)>("SELECT status, coverage FROM devices"));
        Assert.Equal(Received.ToUnixTimeMilliseconds(), await connection.ExecuteScalarAsync<long>("SELECT last_seen_at FROM devices"));
        Assert.Null(await connection.ExecuteScalarAsync<double?>("SELECT temperature_c FROM telemetry"));
        Assert.Equal(1, await connection.ExecuteScalarAsync<long>("SELECT starts FROM device_states"));

        var feed = new FleetFeed(database, TimeProvider.System, NullLogger<FleetFeed>.Instance);
        var alerts = new AlertStore(database, feed, new AuditLog(database, TimeProvider.System), TimeProvider.System);
        (IReadOnlyList<AlertRecord> found, PageKey? next) = await alerts.SearchAsync(new AlertFilter { Site = "home", Device = device, Open = false, Mark = "none", Since = Events.At, Limit = 1 }, CancellationToken.None);
        Assert.Equal(alert.ToString("D"), Assert.Single(found).AlertId);
        Assert.Empty((await alerts.SearchAsync(new AlertFilter { Before = next }, CancellationToken.None)).Alerts);
        Assert.True(await alerts.MarkAsync(device, found[0].AlertId, new AlertMark("false"), "somebody", CancellationToken.None));
        Assert.Equal("false", (await alerts.FindAsync(device, found[0].AlertId, CancellationToken.None))!.Mark);
        Assert.Empty((await new FeedbackStore(database).ReadAsync(null, 10, CancellationToken.None)).Items);
        Assert.Empty((await new VerdictStore(database, feed, new AuditLog(database, TimeProvider.System), TimeProvider.System).SearchAsync(new VerdictFilter { Outcome = "fail", Since = Received, Before = new PageKey(0, "a", "b") }, CancellationToken.None)).Verdicts);
        await new HistoryKeeper(database, new IngestSettings(), TimeProvider.System, NullLogger<HistoryKeeper>.Instance).PruneAsync(CancellationToken.None);
    }

    private static async Task<IngestWriter> PrepareAsync(IDatabase database, int devices)
    {
        DefaultTypeMap.MatchNamesWithUnderscores = true; // As the cloud's services set it.
        await new Migrator(database, TimeProvider.System, NullLogger<Migrator>.Instance).RunAsync(CancellationToken.None);
        for (int i = 0; i < devices; i++)
        {
            await database.WriteAsync(
                (connection, transaction) => connection.ExecuteAsync("INSERT INTO devices (id, site, hardware, serial, enrolled_at) VALUES (@Id, 'home', 'pi5', @Id, 0)", new { Id = $"box-{i}" }, transaction),
                CancellationToken.None);
        }

        return new IngestWriter(database, new FleetFeed(database, TimeProvider.System, NullLogger<FleetFeed>.Instance));
    }

    private static Inbound Decode(string topic, byte[] payload)
    {
        Assert.True(InboundDecoder.TryDecode(topic, payload, out Inbound? inbound, out string? fault), fault);
        return inbound;
    }
}
