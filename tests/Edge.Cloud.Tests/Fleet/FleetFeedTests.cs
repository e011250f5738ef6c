using System.Net;
using Edge.Cloud.Fleet;
using Edge.Cloud.Security;
using Edge.Cloud.Storage;
using Edge.Testing;
using Microsoft.Extensions.DependencyInjection;

namespace Edge.Cloud.Tests.Fleet;

public sealed class FleetFeedTests
{
    [Fact]
    public async Task Events_ReadFromANumber_AreAllOfThoseAfterItInOrder()
    {
        await using TestCloud cloud = await TestCloud.StartAsync();
        FleetFeed feed = cloud.Services.GetRequiredService<FleetFeed>();
        long start = feed.Latest;
        await Task.WhenAll(Enumerable.Range(0, 20).Select(i => Task.Run(() => PublishAsync(cloud, [("kind", $"a{i}"), ("kind", $"b{i}")]))));
        using var deadline = new CancellationTokenSource(Deadline.Default);
        List<FleetEvent> read = await feed.ReadAsync(start, deadline.Token).Take(40).ToListAsync(deadline.Token);
        Assert.Equal(Enumerable.Range(1, 40).Select(i => start + i), read.Select(change => change.Number));
        Assert.Equal(40, read.Select(change => change.Subject).Distinct().Count());
        Assert.Equal(read[30..], await feed.ReadAsync(read[29].Number, deadline.Token).Take(10).ToListAsync(deadline.Token));
    }

    [Theory]
    [InlineData(-1)]
    [InlineData(1_000_000)]
    public async Task Events_FromANumberThatIsNotKnown_StartWithAReset(long after)
    {
        await using TestCloud cloud = await TestCloud.StartAsync();
        FleetFeed feed = cloud.Services.GetRequiredService<FleetFeed>();
        using var deadline = new CancellationTokenSource(Deadline.Default);
        Assert.Equal(FleetEventKinds.Reset, (await feed.ReadAsync(after, deadline.Token).FirstAsync(deadline.Token)).Kind);
    }

    [Fact]
    public async Task Stream_OfChanges_ReachesABrowserAndGoesOnWhereItWas()
    {
        await using TestCloud cloud = await TestCloud.StartAsync();
        HttpClient viewer = await cloud.OperatorAsync(OperatorRole.Viewer);
        string id = await OneAsync(viewer, lastId: null, "one", () => PublishAsync(cloud, [(FleetEventKinds.Device, "one"), (FleetEventKinds.Device, "one")]));
        await PublishAsync(cloud, [(FleetEventKinds.Device, "missed")]);
        await OneAsync(viewer, id, "missed", () => Task.CompletedTask);
        Assert.Equal(HttpStatusCode.Unauthorized, (await cloud.Anonymous.GetAsync(new Uri("/api/v1/events", UriKind.Relative))).StatusCode);
    }

    /// <summary>Reads the stream until a line of data names <paramref name="subject"/>, once.</summary>
    private static async Task<string> OneAsync(HttpClient client, string? lastId, string subject, Func<Task> connected)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, new Uri("/api/v1/events", UriKind.Relative));
        if (lastId is not null)
            request.Headers.Add("Last-Event-ID", lastId);
        using var deadline = new CancellationTokenSource(Deadline.Default);
        using HttpResponseMessage response = await client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, deadline.Token);
        Assert.Equal("text/event-stream", response.Content.Headers.ContentType?.MediaType);
        await connected();
        using var reader = new StreamReader(await response.Content.ReadAsStreamAsync(deadline.Token));
        bool found = false;
        while (await reader.ReadLineAsync(deadline.Token) is { } line)
        {
            if (line.StartsWith("data:", StringComparison.Ordinal) && line.Contains('{', StringComparison.Ordinal))
            {
                Assert.Equal($$"""data: [{"kind":"device","subject":"{{subject}}"}]""", line);
                found = true;
            }
            else if (found && line.StartsWith("id:", StringComparison.Ordinal))
                return line[3..].Trim();
        }

        throw new EndOfStreamException();
    }

    private static Task PublishAsync(TestCloud cloud, IReadOnlyCollection<(string, string)> changes) => cloud.Services.GetRequiredService<IDatabase>().WriteAsync(
        async (connection, transaction) =>
        {
            await cloud.Services.GetRequiredService<FleetFeed>().PublishAsync(connection, transaction, changes);
            return 0;
        },
        CancellationToken.None);
}
