using Edge.Domain.Inspection.Line;

namespace Edge.Agent.Station.Reject;

/// <summary>One thing that a listener is told.</summary>
internal readonly record struct LineNews
{
    private LineNews(PartFate? fate, EjectionReport? check, (LineState, FailSafeReason, LinePosition)? state) =>
        (Fate, Check, State) = (fate, check, state);

    /// <summary>A part left.</summary>
    public PartFate? Fate { get; init; }

    /// <summary>An ejection was checked.</summary>
    public EjectionReport? Check { get; }

    /// <summary>The line's state changed.</summary>
    public (LineState State, FailSafeReason Reason, LinePosition At)? State { get; }

    public static LineNews Of(in PartFate fate) => new(fate, null, null);

    public static LineNews Of(in EjectionReport report) => new(null, report, null);

    public static LineNews Of(LineState state, FailSafeReason reason, LinePosition at) => new(null, null, (state, reason, at));

    /// <summary>Tells it.</summary>
    public void TellTo(ILineListener listener)
    {
        if (Fate is { } fate)
            listener.PartLeft(fate);
        if (Check is { } check)
            listener.EjectionChecked(check);
        if (State is { } state)
            listener.StateChanged(state.State, state.Reason, state.At);
    }
}
