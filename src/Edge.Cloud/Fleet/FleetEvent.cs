namespace Edge.Cloud.Fleet;

/// <summary>That something changed; what it is now is read where it is kept.</summary>
/// <param name="Number">Grows with each event, in the order of commits.</param>
/// <param name="Kind">One of <see cref="FleetEventKinds"/>, or a part's own.</param>
/// <param name="Subject">Id of what changed.</param>
internal sealed record FleetEvent(long Number, string Kind, string Subject);
