using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Edge.Cloud.Configuration;
using Edge.Cloud.Security;
using Edge.Cloud.Storage;
using Edge.Testing.Databases;

namespace Edge.Cloud.Tests.Storage;

/// <summary>Whatever can be read through the API, can be read from both databases: SQL that only one of them takes is found here.</summary>
public sealed class EveryRouteTests(PostgresFixture postgres) : IClassFixture<PostgresFixture>
{
    [PostgresFact]
    public async Task Get_OfEveryRoute_OnPostgres_IsNoFaultOfTheCloud()
    {
        string connection = await postgres.Server.CreateDatabaseAsync();
        await using TestCloud cloud = await TestCloud.StartAsync(change: settings => new CloudSettings
        {
            DataPath = settings.DataPath,
            Listen = settings.Listen,
            Rates = settings.Rates,
            Database = new DatabaseSettings { Kind = SqlDialect.Postgres, ConnectionString = connection },
        });
        await ReadEverythingAsync(cloud);
    }

    [Fact]
    public async Task Get_OfEveryRoute_OnSqlite_IsNoFaultOfTheCloud()
    {
        await using TestCloud cloud = await TestCloud.StartAsync();
        await ReadEverythingAsync(cloud);
    }

    private static async Task ReadEverythingAsync(TestCloud cloud)
    {
        await cloud.EnrolAsync("gate-1");
        HttpClient admin = await cloud.OperatorAsync(OperatorRole.Admin);
        JsonElement paths = (await admin.GetFromJsonAsync<JsonElement>("/api/v1/openapi.json")).GetProperty("paths");
        List<string> failed = [];
        int read = 0;
        foreach (JsonProperty path in paths.EnumerateObject().Where(path => path.Value.TryGetProperty("get", out _)))
        {
            string route = path.Name.Replace("{id}", "gate-1", StringComparison.Ordinal).Replace("{device}", "gate-1", StringComparison.Ordinal);
            if (route.Contains('{', StringComparison.Ordinal))
                continue;
            // Headers are enough: some routes never end.
            using HttpResponseMessage answer = await admin.GetAsync(new Uri(route, UriKind.Relative), HttpCompletionOption.ResponseHeadersRead);
            read++;
            if (answer.StatusCode >= HttpStatusCode.InternalServerError)
                failed.Add($"{(int)answer.StatusCode} {route}");
        }

        Assert.True(read > 10, $"{read} routes were read");
        Assert.Empty(failed);
    }
}
