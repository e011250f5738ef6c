using System.Text.Json.Serialization;

namespace Edge.Contracts.Rollouts;

/// <summary>Where a rollout is.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<RolloutStatus>))]
public enum RolloutStatus
{
    /// <summary>Rings are offered the release one after the other.</summary>
    [JsonStringEnumMemberName("running")]
    Running,

    /// <summary>No more devices are offered it until an operator resumes; those that have it are still watched.</summary>
    [JsonStringEnumMemberName("paused")]
    Paused,

    /// <summary>All rings passed. Devices that come late still get it, and are watched.</summary>
    [JsonStringEnumMemberName("completed")]
    Completed,

    /// <summary>It ended itself, since devices did badly: those that took it are set back.</summary>
    [JsonStringEnumMemberName("halted")]
    Halted,

    /// <summary>An operator ended it.</summary>
    [JsonStringEnumMemberName("aborted")]
    Aborted,
}
