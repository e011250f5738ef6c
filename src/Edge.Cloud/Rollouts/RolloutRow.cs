using System.Text.Json;
using Edge.Contracts.Rollouts;
using Edge.Contracts.Updates;

namespace Edge.Cloud.Rollouts;

/// <summary>A row of <c>rollouts</c>.</summary>
internal sealed class RolloutRow
{
    /// <summary>Its columns, for SELECT.</summary>
    public const string Columns = """
        id, status, plan, release, rings, reason, attention, created_at AS CreatedAt, created_by AS CreatedBy, ended_at AS EndedAt, stepped_at AS SteppedAt, revision
        """;

    public const string Insert = """
        INSERT INTO rollouts (id, name, kind, target, status, plan, release, rings, reason, attention, created_at, created_by, ended_at, stepped_at, revision, is_open)
        VALUES (@Id, @Name, @Kind, @Target, @Status, @Plan, @Release, @Rings, @Reason, @Attention, @CreatedAt, @CreatedBy, @EndedAt, @SteppedAt, 1, @IsOpen)
        """;

    public const string Update = """
        UPDATE rollouts SET status = @Status, rings = @Rings, reason = @Reason, attention = @Attention, ended_at = @EndedAt, stepped_at = @SteppedAt, is_open = @IsOpen
        WHERE id = @Id
        """;

    public string Id { get; init; } = "";

    public string Status { get; init; } = "";

    public string Plan { get; init; } = "";

    public string Release { get; init; } = "";

    public string Rings { get; init; } = "";

    public string? Reason { get; init; }

    public string? Attention { get; init; }

    public long CreatedAt { get; init; }

    public string CreatedBy { get; init; } = "";

    public long? EndedAt { get; init; }

    public long SteppedAt { get; init; }

    public long Revision { get; init; }

    /// <summary>The rollout of a row.</summary>
    public Rollout ToRollout() => new()
    {
        Id = Id,
        Plan = JsonSerializer.Deserialize<RolloutPlan>(Plan, RolloutJson.Answered)!,
        Release = JsonSerializer.Deserialize<ReleaseDescription>(Release, JsonSerializerOptions.Web)!,
        Status = Words.Parse<RolloutStatus>(Status),
        Reason = Reason,
        Attention = Attention,
        CreatedAt = DateTimeOffset.FromUnixTimeMilliseconds(CreatedAt),
        CreatedBy = CreatedBy,
        EndedAt = Words.Time(EndedAt),
        SteppedAt = DateTimeOffset.FromUnixTimeMilliseconds(SteppedAt),
        Rings = JsonSerializer.Deserialize<RolloutRing[]>(Rings, JsonSerializerOptions.Web)!,
    };

    /// <summary>The columns of a rollout.</summary>
    /// <param name="rollout">The rollout.</param>
    /// <param name="isOpen">Whether it needs more steps.</param>
    public static object Of(Rollout rollout, bool isOpen) => new
    {
        rollout.Id,
        rollout.Plan.Name,
        Kind = Words.Of(rollout.Plan.Kind),
        rollout.Plan.Target,
        Status = Words.Of(rollout.Status),
        Plan = JsonSerializer.Serialize(rollout.Plan, RolloutJson.Answered),
        Release = JsonSerializer.Serialize(rollout.Release, JsonSerializerOptions.Web),
        Rings = JsonSerializer.Serialize(rollout.Rings, JsonSerializerOptions.Web),
        rollout.Reason,
        rollout.Attention,
        CreatedAt = rollout.CreatedAt.ToUnixTimeMilliseconds(),
        rollout.CreatedBy,
        EndedAt = rollout.EndedAt?.ToUnixTimeMilliseconds(),
        SteppedAt = rollout.SteppedAt.ToUnixTimeMilliseconds(),
        IsOpen = isOpen ? 1L : 0L,
    };
}
