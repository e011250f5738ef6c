using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Server.Kestrel.Core;

namespace Edge.Cloud.Hosting;

/// <summary>
/// Keeps the two listeners apart: a route answers only on its own (the operators', unless it says <see cref="ServedOn{T}"/>), by the
/// connection itself and not by what the request says of its host.
/// </summary>
internal static class ListenerRouting
{
    /// <summary>Says through which listeners a route (or all of a group) may be reached.</summary>
    public static T ServedOn<T>(this T routes, Listener listeners)
        where T : IEndpointConventionBuilder =>
        routes.WithMetadata(new Served(listeners));

    /// <summary>Marks every connection of a listener.</summary>
    public static void Mark(this ListenOptions options, Listener listener) => options.Use(next => connection =>
    {
        connection.Features.Set(new Entered(listener));
        return next(connection);
    });

    /// <summary>Hides routes from the listener that they are not for: status 404, as if they did not exist.</summary>
    public static void UseListenerRouting(this WebApplication application) => application.Use(async (context, next) =>
    {
        Listener served = context.GetEndpoint()?.Metadata.GetMetadata<Served>()?.Listeners ?? Listener.Operators;
        if (context.GetEndpoint() is not null && context.Features.Get<Entered>() is { } entered && !served.HasFlag(entered.Listener))
        {
            context.Response.StatusCode = StatusCodes.Status404NotFound;
            return;
        }

        await next(context);
    });

    private sealed record Served(Listener Listeners);

    private sealed record Entered(Listener Listener);
}
