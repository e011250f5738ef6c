namespace Edge.Cloud.Fleet;

/// <summary>What must be known of a device before a word of it is believed.</summary>
/// <param name="Site">Its site: a message under another one is not its own.</param>
/// <param name="Revoked">Whether it is shut out.</param>
internal sealed record DirectoryEntry(string Site, bool Revoked);
