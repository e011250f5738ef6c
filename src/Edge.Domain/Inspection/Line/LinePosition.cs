namespace Edge.Domain.Inspection.Line;

/// <summary>Where the belt stood at one moment.</summary>
/// <param name="Time">Monotonic time since an arbitrary start that is the same for all positions of one line.</param>
/// <param name="Counts">Encoder counts since an arbitrary start, unwrapped (<see cref="CountUnwrapper"/>); 0 on a line without an encoder.</param>
public readonly record struct LinePosition(TimeSpan Time, long Counts);
