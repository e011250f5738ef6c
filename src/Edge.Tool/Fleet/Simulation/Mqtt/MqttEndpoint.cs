using System.Net.Security;

namespace Edge.Tool.Fleet.Simulation.Mqtt;

/// <summary>Where a broker listens, and how to know it.</summary>
/// <param name="Host">Name or address.</param>
/// <param name="Port">Port.</param>
/// <param name="Tls">How to know it and show who we are; null is plain TCP.</param>
internal sealed record MqttEndpoint(string Host, int Port, SslClientAuthenticationOptions? Tls);
