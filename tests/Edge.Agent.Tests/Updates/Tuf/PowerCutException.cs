namespace Edge.Agent.Tests.Updates.Tuf;

/// <summary>The power fails here: nothing after it runs.</summary>
internal sealed class PowerCutException : Exception;
