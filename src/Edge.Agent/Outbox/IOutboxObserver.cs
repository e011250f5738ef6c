namespace Edge.Agent.Outbox;

/// <summary>Hears what the outbox could not keep. Called from its loop and from callers of <see cref="IOutbox.CommitAsync"/>: be quick, never throw.</summary>
public interface IOutboxObserver
{
    /// <summary>Messages were given up. They are counted already (<see cref="IOutbox.Lost"/>).</summary>
    void GaveUp(OutboxLoss loss);

    /// <summary>A damaged database was replaced. Its losses come as <see cref="GaveUp"/> too.</summary>
    void Repaired(OutboxRepair repair);

    /// <summary>The disk stopped taking writes (a reason for people), or takes them again (null).</summary>
    void DiskChanged(string? fault);
}
