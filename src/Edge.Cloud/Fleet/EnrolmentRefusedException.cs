namespace Edge.Cloud.Fleet;

/// <summary>A device is not let in; everything of the attempt is rolled back.</summary>
internal sealed class EnrolmentRefusedException(EnrolmentFault fault, string message) : Exception(message)
{
    /// <summary>Why.</summary>
    public EnrolmentFault Fault { get; } = fault;
}
