namespace Edge.Contracts.Messages;

/// <summary>The annotated picture of an alert, kept on the device. The alert does not wait for it to be written.</summary>
/// <param name="Id">Name under which the device gives it out: its path below the evidence folder.</param>
/// <param name="ThumbnailTopic">Topic of the thumbnail; absent where there is none.</param>
public sealed record AlertEvidence(string Id, string? ThumbnailTopic = null);
