using System.Text.Json;

namespace Edge.Contracts.Updates.Publishing;

/// <summary>The public keys with which a cloud signs snapshot and timestamp: what the releaser's root names for these roles.</summary>
/// <param name="Snapshot">Key of snapshot, as in root metadata.</param>
/// <param name="Timestamp">Key of timestamp, as in root metadata.</param>
public sealed record OnlineKeys(JsonElement Snapshot, JsonElement Timestamp);
