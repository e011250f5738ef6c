using System.Text.Json.Serialization;

namespace Edge.Contracts.Rollouts;

/// <summary>Where a ring is.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<RingStatus>))]
public enum RingStatus
{
    /// <summary>Its turn has not come.</summary>
    [JsonStringEnumMemberName("waiting")]
    Waiting,

    /// <summary>Its devices are offered the release and watched.</summary>
    [JsonStringEnumMemberName("open")]
    Open,

    /// <summary>Enough of its devices proved well.</summary>
    [JsonStringEnumMemberName("passed")]
    Passed,

    /// <summary>The rollout was halted by it.</summary>
    [JsonStringEnumMemberName("failed")]
    Failed,
}
