namespace Edge.Domain.Inspection.Line;

/// <summary>Hears what a <see cref="RejectLine"/> finds, while one of its methods runs. It must not call back into the line.</summary>
public interface ILineListener
{
    /// <summary>A part left the ejector: once for each opened part.</summary>
    void PartLeft(in PartFate fate);

    /// <summary>The confirmation sensor confirmed an ejection, missed one, or saw a wrong one.</summary>
    void EjectionChecked(in EjectionReport report);

    /// <summary>The line went from one state into another.</summary>
    /// <param name="state">The new state.</param>
    /// <param name="reason">Why; <see cref="FailSafeReason.None"/> unless <paramref name="state"/> is <see cref="LineState.FailSafe"/>.</param>
    /// <param name="at">When.</param>
    void StateChanged(LineState state, FailSafeReason reason, LinePosition at);
}
