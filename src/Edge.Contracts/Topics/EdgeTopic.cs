namespace Edge.Contracts.Topics;

/// <summary>A parsed topic.</summary>
/// <param name="Site">Site id.</param>
/// <param name="Device">Device id.</param>
/// <param name="Kind">What it carries.</param>
/// <param name="Name">Camera, station or command; empty for the kinds that have none.</param>
public readonly record struct EdgeTopic(string Site, string Device, EdgeTopicKind Kind, string Name);
