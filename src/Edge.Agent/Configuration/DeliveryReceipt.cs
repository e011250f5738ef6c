namespace Edge.Agent.Configuration;

/// <summary>Whose receipt lets the outbox forget an alert.</summary>
public enum DeliveryReceipt
{
    /// <summary>The broker's PUBACK.</summary>
    Broker,

    /// <summary>The cloud's own acknowledgement by id, after its commit.</summary>
    Cloud,
}
