using System.Collections.Concurrent;
using Edge.Domain.Inspection.Line;

namespace Edge.Agent.Tests.Station.Reject;

/// <summary>Keeps what a line told.</summary>
internal sealed class LineDiary : ILineListener
{
    public ConcurrentQueue<PartFate> Fates { get; } = new();

    public ConcurrentQueue<EjectionReport> Checks { get; } = new();

    public ConcurrentQueue<(LineState State, FailSafeReason Reason)> States { get; } = new();

    /// <summary>Holds up whoever tells of a part until it is set.</summary>
    public ManualResetEventSlim MayTell { get; } = new(true);

    public void PartLeft(in PartFate fate)
    {
        MayTell.Wait();
        Fates.Enqueue(fate);
    }

    public void EjectionChecked(in EjectionReport report) => Checks.Enqueue(report);

    public void StateChanged(LineState state, FailSafeReason reason, LinePosition at) => States.Enqueue((state, reason));
}
