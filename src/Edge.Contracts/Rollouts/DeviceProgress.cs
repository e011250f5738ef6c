using System.Text.Json.Serialization;

namespace Edge.Contracts.Rollouts;

/// <summary>Where a device is in a rollout.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<DeviceProgress>))]
public enum DeviceProgress
{
    /// <summary>Its ring's turn, or its own within the ring, has not come.</summary>
    [JsonStringEnumMemberName("waiting")]
    Waiting,

    /// <summary>It was told to take the release and has not answered.</summary>
    [JsonStringEnumMemberName("offered")]
    Offered,

    /// <summary>It fetches, tries or installs it.</summary>
    [JsonStringEnumMemberName("updating")]
    Updating,

    /// <summary>It has it and is watched.</summary>
    [JsonStringEnumMemberName("onTrial")]
    OnTrial,

    /// <summary>It was watched for long enough and nothing was wrong.</summary>
    [JsonStringEnumMemberName("healthy")]
    Healthy,

    /// <summary>It refused the release, or went back by itself, or broke a limit.</summary>
    [JsonStringEnumMemberName("failed")]
    Failed,

    /// <summary>It never answered within the wait. It may still.</summary>
    [JsonStringEnumMemberName("silent")]
    Silent,

    /// <summary>It answered and did not finish within the wait, or fell silent while it was watched. It may still.</summary>
    [JsonStringEnumMemberName("late")]
    Late,

    /// <summary>It was told to go back to what it had before.</summary>
    [JsonStringEnumMemberName("rollingBack")]
    RollingBack,

    /// <summary>It runs what it had before.</summary>
    [JsonStringEnumMemberName("rolledBack")]
    RolledBack,

    /// <summary>The release is not for it, or another rollout holds it.</summary>
    [JsonStringEnumMemberName("excluded")]
    Excluded,

    /// <summary>A later rollout took it over.</summary>
    [JsonStringEnumMemberName("superseded")]
    Superseded,
}
