namespace Edge.Agent.Capture;

/// <summary>How a stream came to its end.</summary>
/// <param name="Reason">For people.</param>
/// <param name="IsFinal">A recording is over.</param>
/// <param name="GoesOn">A recording starts again at once.</param>
internal readonly record struct StreamEnd(string Reason, bool IsFinal, bool GoesOn);
