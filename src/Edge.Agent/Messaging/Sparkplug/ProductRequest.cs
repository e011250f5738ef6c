namespace Edge.Agent.Messaging.Sparkplug;

/// <summary>A host wrote a station's product (DCMD on the metric <c>Product</c>). Not trusted beyond its form.</summary>
/// <param name="Station">A station that was told of.</param>
/// <param name="Product">A product id by its form; whether there is one is for the station to say.</param>
public sealed record ProductRequest(string Station, string Product);
