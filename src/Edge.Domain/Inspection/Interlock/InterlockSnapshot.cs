using System.Collections.Immutable;

namespace Edge.Domain.Inspection.Interlock;

/// <summary>What of the interlock outlives the agent. Written after every change and every part; equal snapshots need no second write.</summary>
/// <param name="IsTripped">Whether it is tripped: no restart clears that.</param>
/// <param name="Reason">Why it tripped; empty otherwise.</param>
/// <param name="CheckedAt">UTC of the last right check; null where there was none, or it holds no more.</param>
/// <param name="PartsSince">Parts of the line since then.</param>
/// <param name="Checked">Digests for which it holds, by product.</param>
public sealed record InterlockSnapshot(bool IsTripped, string Reason, DateTimeOffset? CheckedAt, long PartsSince, ImmutableSortedDictionary<string, string> Checked)
{
    /// <summary>Of a station that never ran.</summary>
    public static InterlockSnapshot None { get; } = new(false, "", null, 0, ImmutableSortedDictionary<string, string>.Empty);

    /// <summary>Of a station whose state cannot be read: it may have been tripped, so it is.</summary>
    public static InterlockSnapshot Unreadable { get; } = None with { IsTripped = true, Reason = "the interlock's kept state cannot be read, so it may have been tripped" };

    /// <inheritdoc/>
    public bool Equals(InterlockSnapshot? other) =>
        other is not null && IsTripped == other.IsTripped && Reason == other.Reason && CheckedAt == other.CheckedAt && PartsSince == other.PartsSince && Checked.SequenceEqual(other.Checked);

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(IsTripped, Reason, CheckedAt, PartsSince, Checked.Count);
}
