using Microsoft.Extensions.Logging;

namespace Edge.Agent.Outbox;

/// <summary>Says what happens to the outbox, to the log for people and to the observer for machines. Thread safe where the observer is.</summary>
/// <param name="path">The database, as the log names it.</param>
/// <param name="logger">Hears everything.</param>
/// <param name="observer">Hears what <see cref="IOutboxObserver"/> says; null where nobody does.</param>
internal sealed class OutboxNews(string path, ILogger logger, IOutboxObserver? observer)
{
    /// <summary>Messages were given up; they are counted already.</summary>
    public void GaveUp(IReadOnlyList<OutboxLoss> losses)
    {
        foreach (OutboxLoss loss in losses)
        {
            logger.LogWarning("The outbox gave up {Messages} messages of kind {Kind}: {Reason}", loss.Messages, loss.Kind, loss.Reason);
            observer?.GaveUp(loss);
        }
    }

    /// <summary>The file fails its check or cannot be read; a repair follows.</summary>
    public void Damaged(Exception error) => logger.LogError(error, "The outbox {Path} is damaged", path);

    /// <summary>The damaged file was set aside and a new one made.</summary>
    public void Repaired(OutboxRepair repair)
    {
        logger.LogError("The damaged outbox lies in {Path}; {Salvaged} messages were carried over", repair.SetAsidePath, repair.Salvaged);
        observer?.Repaired(repair);
        GaveUp(repair.Losses);
    }

    /// <summary>The disk stopped taking writes.</summary>
    public void DiskRefuses(Exception error, string reason)
    {
        logger.LogError(error, "The outbox {Path} takes no writes; messages wait in memory", path);
        observer?.DiskChanged(reason);
    }

    /// <summary>The disk takes writes again.</summary>
    public void DiskTakesWrites()
    {
        logger.LogInformation("The outbox takes writes");
        observer?.DiskChanged(null);
    }

    /// <summary>The log stays beside the file at the end.</summary>
    public void LogNotFolded(Exception error) => logger.LogWarning(error, "The outbox's log could not be folded in");
}
