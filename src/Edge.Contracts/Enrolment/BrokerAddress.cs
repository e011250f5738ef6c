namespace Edge.Contracts.Enrolment;

/// <summary>Where a device finds the broker: MQTT 5 over TLS, with its certificate.</summary>
/// <param name="Host">Name or address, as in the broker's certificate; empty: the host by which the device reached the cloud.</param>
/// <param name="Port">TCP port.</param>
public sealed record BrokerAddress(string Host, int Port);
