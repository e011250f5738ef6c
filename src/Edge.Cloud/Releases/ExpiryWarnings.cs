using Edge.Contracts.Updates.Publishing;

namespace Edge.Cloud.Releases;

/// <summary>What people must sign anew before long: nobody looks at an expiry by himself. Pure.</summary>
internal static class ExpiryWarnings
{
    private static readonly TimeSpan Early = TimeSpan.FromDays(30);

    /// <summary>A line for each; none while there is time.</summary>
    public static IReadOnlyList<string> Of(RepositoryState state, DateTimeOffset now)
    {
        List<string> lines = [];
        Add(state.RootExpires, "root", "edgectl release rotate --role root --renew");
        Add(state.TargetsExpires, "targets", "edgectl release renew");
        return lines;

        void Add(DateTimeOffset? expires, string role, string command)
        {
            if (expires is { } at && at - now < Early)
                lines.Add($"{role} {(at <= now ? "has expired" : "expires")} on {at:yyyy-MM-dd}: {command}, then edgectl release push; until then devices take nothing new after that day");
        }
    }
}
