namespace Edge.Agent.Messaging.Sparkplug;

/// <summary>A metric that a birth announces.</summary>
/// <param name="Name">Its name; <c>/</c> parts folders.</param>
/// <param name="Type">Its type, the same for ever.</param>
/// <param name="Unit">Unit, told as the property <c>engUnit</c>; empty is none.</param>
internal sealed record MetricDefinition(string Name, SparkplugType Type, string Unit = "");
