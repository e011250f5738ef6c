using System.Globalization;
using System.Net.ServerSentEvents;
using System.Runtime.CompilerServices;
using Edge.Cloud.Security;

namespace Edge.Cloud.Fleet;

/// <summary><c>/api/v1/events</c>: what changes, as server-sent events. A browser that lost the connection goes on where it was (<c>Last-Event-ID</c>).</summary>
internal static class EventEndpoints
{
    // Above this many in a moment, reading everything anew is less work than reading each.
    private const int MostInABatch = 200;

    // Changes of one moment come as one event: ten thousand devices must not mean ten thousand repaints.
    private static readonly TimeSpan Moment = TimeSpan.FromMilliseconds(250);
    // A browser comes back by itself, and is then asked again who it is: whoever was shut out meanwhile hears no more.
    private static readonly TimeSpan Longest = TimeSpan.FromMinutes(10);
    private static readonly TimeSpan KeepAlive = TimeSpan.FromSeconds(20);

    /// <summary>Adds the route.</summary>
    public static void Map(IEndpointRouteBuilder routes) =>
        routes.MapGet("/api/v1/events", (HttpContext context, FleetFeed feed, IHostApplicationLifetime lifetime) =>
        {
            context.Response.Headers.CacheControl = "no-store";
            context.Response.Headers["X-Accel-Buffering"] = "no";
            long after = long.TryParse(context.Request.Headers["Last-Event-ID"], NumberStyles.None, CultureInfo.InvariantCulture, out long last) ? last : feed.Latest;
            return TypedResults.ServerSentEvents(ReadAsync(feed, after, lifetime.ApplicationStopping, context.RequestAborted));
        }).RequireAuthorization(Policies.Viewer).WithTags("Events");

    /// <summary>Batches of changes, each subject once a batch; an empty one now and then, so that dead connections are noticed.</summary>
    internal static async IAsyncEnumerable<SseItem<IReadOnlyList<Change>>> ReadAsync(FleetFeed feed, long after, CancellationToken stopping, [EnumeratorCancellation] CancellationToken cancel)
    {
        using var ended = CancellationTokenSource.CreateLinkedTokenSource(stopping, cancel);
        ended.CancelAfter(Longest);
        await using IAsyncEnumerator<FleetEvent> events = feed.ReadAsync(after, ended.Token).GetAsyncEnumerator(ended.Token);
        Task<bool> next = events.MoveNextAsync().AsTask();
        try
        {
            // At once, so that the page knows that it is connected, and from where it would go on.
            yield return new SseItem<IReadOnlyList<Change>>([], "changes") { EventId = after.ToString(CultureInfo.InvariantCulture) };
            while (true)
            {
                await Task.WhenAny(next, Task.Delay(KeepAlive, ended.Token));
                if (ended.IsCancellationRequested)
                    yield break;
                HashSet<Change> batch = [];
                Task moment = Task.Delay(Moment, ended.Token);
                while (!moment.IsCompleted && (next.IsCompletedSuccessfully || (batch.Count > 0 && await Task.WhenAny(next, moment) == next)))
                {
                    if (ended.IsCancellationRequested || !await next)
                        yield break;
                    after = events.Current.Number;
                    batch.Add(new Change(events.Current.Kind, events.Current.Subject));
                    next = events.MoveNextAsync().AsTask();
                }

                IReadOnlyList<Change> changes = batch.Count > MostInABatch ? [new Change(FleetEventKinds.Reset, "")] : [.. batch];
                yield return new SseItem<IReadOnlyList<Change>>(changes, "changes") { EventId = after.ToString(CultureInfo.InvariantCulture) };
            }
        }
        finally
        {
            // An iterator must not be disposed while it is on its way to the next item.
            await ended.CancelAsync();
            await ((Task)next).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    /// <summary>That something changed.</summary>
    /// <param name="Kind">One of <see cref="FleetEventKinds"/>, or a part's own.</param>
    /// <param name="Subject">Id of what changed.</param>
    internal sealed record Change(string Kind, string Subject);
}
