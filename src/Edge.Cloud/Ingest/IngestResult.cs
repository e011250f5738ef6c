namespace Edge.Cloud.Ingest;

/// <summary>What a commit did.</summary>
/// <param name="Stored">Events that were new.</param>
/// <param name="Duplicates">Events that were there already.</param>
/// <param name="Unreadable">Of the new ones, those that are kept unread.</param>
internal readonly record struct IngestResult(int Stored, int Duplicates, int Unreadable);
