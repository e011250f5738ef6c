namespace Edge.Domain.Inspection.Line;

/// <summary>
/// When the confirmation sensor must see an ejected part. Times, on lines with an encoder too: a part that has left the belt falls on
/// while the belt stands. But a belt that stands within the pulse holds the window open.
/// </summary>
/// <param name="From">Earliest, after the ejector became active for it; 0 or more.</param>
/// <param name="Until">Latest for an ejection in order, after the end of its pulse; more than <paramref name="From"/>.</param>
/// <param name="LateUntil">Latest for a late one, after the end of its pulse; from then on it is missed. Not less than <paramref name="Until"/>.</param>
public readonly record struct ConfirmationWindow(TimeSpan From, TimeSpan Until, TimeSpan LateUntil);
