namespace Edge.Agent.Station;

/// <summary>What a station needs to judge cannot be used: the message says what, where and what is allowed. The station goes into fail-safe.</summary>
internal sealed class FinderFault(string message, Exception? inner = null) : Exception(message, inner);
