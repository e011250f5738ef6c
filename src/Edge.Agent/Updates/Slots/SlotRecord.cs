using System.Text.Json.Serialization;
using Edge.Contracts.Updates;

namespace Edge.Agent.Updates.Slots;

/// <summary>What of one kind is active and what was before it: one file, switched whole.</summary>
internal sealed record SlotRecord
{
    /// <summary>What the device ran before any release came: no target, no counter.</summary>
    public static InstalledRelease Factory { get; } = new("", "factory", "", 0, "");

    /// <summary>A slot that no release was ever put in.</summary>
    public static SlotRecord Empty { get; } = new();

    /// <summary>What is active.</summary>
    public InstalledRelease Current { get; init; } = Factory;

    /// <summary>What was active before, to go back to; null where there is no way back.</summary>
    public InstalledRelease? Previous { get; init; }

    /// <summary>Whether <see cref="Current"/> is active on trial: without an update in progress to say otherwise it goes back.</summary>
    public bool IsOnTrial { get; init; }

    /// <summary>UTC of the commit of <see cref="Current"/>; null where it never was.</summary>
    public DateTimeOffset? CommittedAt { get; init; }

    /// <summary>Whether no release is active.</summary>
    [JsonIgnore]
    public bool IsFactory => Current.Sha256.Length == 0;

    /// <summary>The slot with <paramref name="candidate"/> active on trial.</summary>
    public SlotRecord Try(InstalledRelease candidate) => new() { Current = candidate, Previous = Current, IsOnTrial = true };

    /// <summary>The slot with what is active there for good.</summary>
    /// <param name="at">UTC.</param>
    /// <param name="keepsWayBack">Whether what was before may be gone back to.</param>
    public SlotRecord Commit(DateTimeOffset at, bool keepsWayBack) =>
        this with { IsOnTrial = false, CommittedAt = at, Previous = keepsWayBack ? Previous : null };

    /// <summary>The slot with what was before, where nothing else says what that slot looked like.</summary>
    public SlotRecord GoBack() => new() { Current = Previous ?? Factory };
}
