namespace Edge.Domain.Inspection.Interlock;

/// <summary>What an event did to the interlock.</summary>
/// <param name="Event">What.</param>
/// <param name="Reason">Why, for people; empty for <see cref="InterlockEvent.None"/>.</param>
public readonly record struct InterlockChange(InterlockEvent Event, string Reason)
{
    /// <summary>Nothing new.</summary>
    public static InterlockChange None { get; } = new(InterlockEvent.None, "");
}
