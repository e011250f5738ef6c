namespace Edge.Cloud.Rollouts;

/// <summary>Keeps a timeline readable when ten thousand devices do the same at once.</summary>
internal static class RolloutEvents
{
    /// <summary>Most events of one kind and ring that are told device by device in one step.</summary>
    public const int MostEach = 20;

    private const int Named = 3;

    /// <summary>The same events; where too many devices did the same, one event in the place of the first.</summary>
    public static IReadOnlyList<RolloutEvent> Gathered(IReadOnlyList<RolloutEvent> events)
    {
        if (events.Count <= MostEach)
            return events;
        var many = events.Where(e => e.Device is not null).GroupBy(e => (e.Kind, e.Ring)).Where(group => group.Count() > MostEach).ToDictionary(group => group.Key, group => group.ToList());
        var result = new List<RolloutEvent>();
        foreach (RolloutEvent e in events)
        {
            if (e.Device is null || !many.TryGetValue((e.Kind, e.Ring), out List<RolloutEvent>? group))
                result.Add(e);
            else if (ReferenceEquals(group[0], e))
                result.Add(e with { Device = null, Text = $"{group.Count} devices ({string.Join(", ", group.Take(Named).Select(member => member.Device))}…): {e.Text}" });
        }

        return result;
    }
}
