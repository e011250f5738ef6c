namespace Edge.Agent.Messaging;

/// <summary>What became of a publish, by what happens to the message next.</summary>
public enum DeliveryOutcome
{
    /// <summary>The broker has it.</summary>
    Delivered,

    /// <summary>There is no connection, or it ended first: send it again on the next one.</summary>
    Lost,

    /// <summary>The broker refused it for now: send it again later.</summary>
    Temporary,

    /// <summary>The broker will refuse it again as it is: set it aside, and tell.</summary>
    Permanent,
}
