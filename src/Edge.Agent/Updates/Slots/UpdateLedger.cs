using System.Text.Json;
using Edge.Agent.Outbox;
using Edge.Contracts.Updates;

namespace Edge.Agent.Updates.Slots;

/// <summary>
/// What the device remembers of past updates: counters that never decrease (Uptane Standard 2.1.0, 5.4.4.6), what failed how often, how the last one ended.
/// The loop breaker is here: what failed for good, or three times, is not tried again until another rollout asks.
/// </summary>
internal sealed class UpdateLedger(UpdateFolders folders)
{
    /// <summary>Most tries of one release for one rollout.</summary>
    public const int MaximumAttempts = 3;

    private const int MaximumFailures = 32;
    private const int MaximumBytes = 1 << 20;

    /// <summary>What it holds. One that cannot be read is empty: the counters of the slots still hold.</summary>
    public LedgerContent Read()
    {
        try
        {
            var file = new FileInfo(folders.Ledger);
            return file.Exists && file.Length <= MaximumBytes
                ? JsonSerializer.Deserialize(File.ReadAllBytes(folders.Ledger), UpdateJson.Default.LedgerContent) ?? new LedgerContent()
                : new LedgerContent();
        }
        catch (Exception e) when (e is JsonException or NotSupportedException or IOException or UnauthorizedAccessException)
        {
            return new LedgerContent();
        }
    }

    /// <summary>The least counter that a new release of this kind may have.</summary>
    public long Floor(ReleaseKind kind, SlotRecord slot) => Math.Max(Read().Counters.GetValueOrDefault(kind), slot.IsOnTrial ? slot.Previous?.Counter ?? 0 : slot.Current.Counter);

    /// <summary>What is known of failures of this release for this rollout; null for none.</summary>
    public FailedUpdate? Failure(string sha256, string rollout) => Read().Failures.LastOrDefault(failure => failure.Sha256 == sha256 && failure.Rollout == rollout);

    /// <summary>Whether it is not to be tried again.</summary>
    public static bool IsBlocked(FailedUpdate? failure) => failure is not null && (failure.IsFinal || failure.Attempts >= MaximumAttempts);

    /// <summary>It is committed: its counter is the floor from now on.</summary>
    public void Committed(UpdateTransaction transaction, UpdateProgress progress)
    {
        LedgerContent now = Read();
        var counters = new Dictionary<ReleaseKind, long>(now.Counters);
        counters[transaction.Kind] = Math.Max(counters.GetValueOrDefault(transaction.Kind), transaction.Candidate.Counter);
        Write(now with
        {
            Counters = counters,
            Last = With(now.Last, transaction.Kind, progress),
            Failures = [.. now.Failures.Where(failure => failure.Sha256 != transaction.Candidate.Sha256)],
        });
    }

    /// <summary>It failed.</summary>
    public void Failed(UpdateTransaction transaction, UpdateProgress progress, DateTimeOffset at)
    {
        LedgerContent now = Read();
        var failure = new FailedUpdate(transaction.Candidate.Sha256, transaction.Rollout, transaction.Attempt, transaction.IsFinal, at);
        IEnumerable<FailedUpdate> others = now.Failures.Where(old => old.Sha256 != failure.Sha256 || old.Rollout != failure.Rollout);
        Write(now with { Last = With(now.Last, transaction.Kind, progress), Failures = [.. others.TakeLast(MaximumFailures - 1), failure] });
    }

    private static Dictionary<ReleaseKind, UpdateProgress> With(IReadOnlyDictionary<ReleaseKind, UpdateProgress> all, ReleaseKind kind, UpdateProgress progress) =>
        new(all) { [kind] = progress };

    private void Write(LedgerContent content) =>
        DurableFile.Write(folders.Ledger, JsonSerializer.SerializeToUtf8Bytes(content, UpdateJson.Default.LedgerContent), DurableFile.Public);
}
