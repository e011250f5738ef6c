namespace Edge.Contracts.Updates.Deltas;

/// <summary>A binary delta is not applied. What is installed is untouched; the whole file can still be fetched.</summary>
public sealed class DeltaRefusedException : Exception
{
    /// <summary>A refusal with its reason.</summary>
    public DeltaRefusedException(DeltaFault fault, string message) : base(message)
    {
        Fault = fault;
    }

    /// <summary>Why.</summary>
    public DeltaFault Fault { get; }
}
