using System.Text.Json;
using Edge.Agent.Health;
using Edge.Agent.Outbox;
using Edge.Agent.Updates.Slots;

namespace Edge.Agent.Updates;

/// <summary>Keeps the update in progress on disk: whole as it was, or whole as it is.</summary>
internal sealed class UpdateJournal(UpdateFolders folders)
{
    private const int MaximumBytes = 256 * 1024;

    /// <summary>The update in progress.</summary>
    /// <param name="isDamaged">There is one, but it cannot be read.</param>
    public UpdateTransaction? Read(out bool isDamaged)
    {
        isDamaged = false;
        try
        {
            var file = new FileInfo(folders.Transaction);
            if (!file.Exists)
                return null;
            UpdateTransaction? found = file.Length > MaximumBytes ? null : JsonSerializer.Deserialize(File.ReadAllBytes(folders.Transaction), UpdateJson.Default.UpdateTransaction);
            isDamaged = found is null || (found.Candidate.Sha256.Length > 0 && !ReleaseStore.IsSha256(found.Candidate.Sha256));
            return isDamaged ? null : found;
        }
        catch (Exception e) when (e is JsonException or NotSupportedException or UnauthorizedAccessException)
        {
            isDamaged = true;
            return null;
        }
    }

    /// <summary>Writes it; durable on return.</summary>
    public void Write(UpdateTransaction transaction)
    {
        FaultPoints.Hit("update.before." + transaction.State);
        DurableFile.Write(folders.Transaction, JsonSerializer.SerializeToUtf8Bytes(transaction, UpdateJson.Default.UpdateTransaction), DurableFile.Public);
        FaultPoints.Hit("update.after." + transaction.State);
    }

    /// <summary>There is none any more; durable on return.</summary>
    public void Clear()
    {
        FaultPoints.Hit("update.before.end");
        File.Delete(folders.Transaction);
        DirectorySync.Flush(folders.Root);
        FaultPoints.Hit("update.after.end");
    }
}
