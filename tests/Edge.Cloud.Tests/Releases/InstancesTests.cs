using System.Net;
using System.Net.Http.Headers;
using System.Security.Cryptography;
using Edge.Cloud.Artifacts;
using Edge.Cloud.Configuration;
using Edge.Cloud.Releases;
using Edge.Cloud.Storage;
using Edge.Cloud.Tests.Artifacts;
using Edge.Cloud.Tests.Storage;
using Edge.Contracts.Updates;
using Edge.Contracts.Updates.Publishing;
using Edge.Testing;
using Edge.Testing.Databases;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace Edge.Cloud.Tests.Releases;

/// <summary>Several instances on PostgreSQL; files in a bucket.</summary>
public sealed class InstancesTests(PostgresFixture postgres) : IClassFixture<PostgresFixture>, IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("edge-instances-").FullName;
    private readonly ManualTimeProvider _time = new(TimeProvider.System.GetUtcNow());

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [PostgresFact]
    public async Task Releases_OfTwoInstances_AreOneRepository()
    {
        string database = await postgres.Server.CreateDatabaseAsync();
        await using ReleaseApi first = await ReleaseApi.StartAsync(await StartAsync("a", database), _time);
        await using TestCloud second = await StartAsync("b", database);
        ReleaseTarget target = first.Releaser.Add("models/a-1.0.0.pack", RandomNumberGenerator.GetBytes(50_000));
        await first.PushAsync();

        ReleaseRepository[] instances = [first.Cloud.Services.GetRequiredService<ReleaseRepository>(), second.Services.GetRequiredService<ReleaseRepository>()];
        Assert.Equal(target.Path, Assert.Single((await instances[1].ListAsync(CancellationToken.None)).Releases).Path);
        using HttpClient device = second.Device((await second.EnrolAsync("gate-1")).WithKey);
        Assert.Equal(first.Releaser.Files[target.Sha256], await device.GetByteArrayAsync(ReleaseApi.Path(target)));
        for (int round = 0; round < 5; round++)
        {
            _time.JumpWallClock(TimeSpan.FromHours(12));
            bool[] signed = await Task.WhenAll(Enumerable.Range(0, 8).Select(i => Task.Run(() => instances[i % 2].RenewAsync(CancellationToken.None))));
            Assert.Single(signed, true);
        }

        RepositoryState state = (await instances[1].ListAsync(CancellationToken.None)).State;
        Assert.Equal((1, 6), (state.Targets, state.Timestamp));
    }

    [S3Fact]
    public async Task Targets_InABucket_AreServedInParts()
    {
        await using S3Server server = await S3Server.StartAsync();
        string secret = Path.Combine(_folder, "secret");
        await File.WriteAllTextAsync(secret, "S3RVER");
        var s3 = new S3Settings { ServiceUrl = server.Url, Bucket = "edge", AccessKey = "S3RVER", SecretKeyFile = secret };
        await using ReleaseApi api = await ReleaseApi.StartAsync(await TestCloud.StartAsync(change: settings => new CloudSettings
        {
            DataPath = settings.DataPath,
            Listen = settings.Listen,
            Rates = settings.Rates,
            Artifacts = new ArtifactSettings { Kind = ArtifactStoreKind.S3, S3 = s3 },
        }));
        byte[] content = RandomNumberGenerator.GetBytes(300_000);
        ReleaseTarget target = api.Releaser.Add("models/a-1.0.0.pack", content);
        await api.PushAsync();
        using HttpClient device = api.Cloud.Device((await api.Cloud.EnrolAsync("gate-1")).WithKey);

        Assert.Equal(content, await device.GetByteArrayAsync(ReleaseApi.Path(target)));
        using HttpResponseMessage part = await device.SendAsync(new HttpRequestMessage(HttpMethod.Get, ReleaseApi.Path(target)) { Headers = { Range = new RangeHeaderValue(250_000, null) } });
        Assert.Equal(HttpStatusCode.PartialContent, part.StatusCode);
        Assert.Equal(content[250_000..], await part.Content.ReadAsByteArrayAsync());
        Assert.False(Directory.Exists(Path.Combine(api.Cloud.Settings.DataPath, "artifacts")));
    }

    private Task<TestCloud> StartAsync(string name, string database) => TestCloud.StartAsync(
        new CloudSettings
        {
            DataPath = Path.Combine(_folder, name),
            Listen = new ListenSettings { OperatorPort = 0, DeviceAddress = "127.0.0.1", DevicePort = 0 },
            Database = new DatabaseSettings { Kind = SqlDialect.Postgres, ConnectionString = database },
            // What all instances need the same of.
            Authority = new AuthoritySettings { Path = Path.Combine(_folder, "authority"), RootPath = Path.Combine(_folder, "authority-root") },
            Artifacts = new ArtifactSettings { Path = Path.Combine(_folder, "artifacts") },
            Releases = new ReleaseSettings { KeysPath = Path.Combine(_folder, "release-keys") },
        },
        builder => builder.Services.Replace(ServiceDescriptor.Singleton<TimeProvider>(_time)));
}
