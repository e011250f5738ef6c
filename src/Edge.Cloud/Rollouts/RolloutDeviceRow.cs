using Edge.Contracts.Rollouts;

namespace Edge.Cloud.Rollouts;

/// <summary>A row of <c>rollout_devices</c>.</summary>
internal sealed class RolloutDeviceRow
{
    /// <summary>Its columns, for SELECT.</summary>
    public const string Columns = """
        device, ring, progress, reason, previous_target AS PreviousTarget, offered_at AS OfferedAt, answered_at AS AnsweredAt, installed_at AS InstalledAt,
        suspected_at AS SuspectedAt, latency_before_ms AS LatencyBeforeMs, restarts_before AS RestartsBefore, alerts_before AS AlertsBefore, hours_before AS HoursBefore
        """;

    /// <summary>Writes what <see cref="Of"/> gives.</summary>
    public const string Upsert = """
        INSERT INTO rollout_devices (rollout, device, kind, ring, progress, reason, previous_target, offered_at, answered_at, installed_at, suspected_at, latency_before_ms, restarts_before, alerts_before, hours_before)
        VALUES (@Rollout, @Device, @Kind, @Ring, @Progress, @Reason, @PreviousTarget, @OfferedAt, @AnsweredAt, @InstalledAt, @SuspectedAt, @LatencyBeforeMs, @RestartsBefore, @AlertsBefore, @HoursBefore)
        ON CONFLICT (rollout, device) DO UPDATE SET ring = excluded.ring, progress = excluded.progress, reason = excluded.reason, previous_target = excluded.previous_target,
            offered_at = excluded.offered_at, answered_at = excluded.answered_at, installed_at = excluded.installed_at, suspected_at = excluded.suspected_at,
            latency_before_ms = excluded.latency_before_ms, restarts_before = excluded.restarts_before, alerts_before = excluded.alerts_before, hours_before = excluded.hours_before
        """;

    public string Device { get; init; } = "";

    public long Ring { get; init; }

    public string Progress { get; init; } = "";

    public string? Reason { get; init; }

    public string? PreviousTarget { get; init; }

    public long? OfferedAt { get; init; }

    public long? AnsweredAt { get; init; }

    public long? InstalledAt { get; init; }

    public long? SuspectedAt { get; init; }

    public double? LatencyBeforeMs { get; init; }

    public long? RestartsBefore { get; init; }

    public long AlertsBefore { get; init; }

    public double HoursBefore { get; init; }

    /// <summary>The device of a row.</summary>
    public RolloutDevice ToDevice() => new()
    {
        Device = Device,
        Ring = (int)Ring,
        Progress = Words.Parse<DeviceProgress>(Progress),
        Reason = Reason,
        PreviousTarget = PreviousTarget,
        OfferedAt = Words.Time(OfferedAt),
        AnsweredAt = Words.Time(AnsweredAt),
        InstalledAt = Words.Time(InstalledAt),
        SuspectedAt = Words.Time(SuspectedAt),
        LatencyBeforeMs = LatencyBeforeMs,
        RestartsBefore = RestartsBefore,
        AlertsBefore = AlertsBefore,
        HoursBefore = HoursBefore,
    };

    /// <summary>The columns of a device of <paramref name="rollout"/>.</summary>
    public static object Of(Rollout rollout, RolloutDevice device) => new
    {
        Rollout = rollout.Id,
        device.Device,
        Kind = Words.Of(rollout.Plan.Kind),
        Ring = (long)device.Ring,
        Progress = Words.Of(device.Progress),
        device.Reason,
        device.PreviousTarget,
        OfferedAt = device.OfferedAt?.ToUnixTimeMilliseconds(),
        AnsweredAt = device.AnsweredAt?.ToUnixTimeMilliseconds(),
        InstalledAt = device.InstalledAt?.ToUnixTimeMilliseconds(),
        SuspectedAt = device.SuspectedAt?.ToUnixTimeMilliseconds(),
        device.LatencyBeforeMs,
        device.RestartsBefore,
        device.AlertsBefore,
        device.HoursBefore,
    };
}
