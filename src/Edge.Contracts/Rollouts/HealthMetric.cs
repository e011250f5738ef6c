using System.Text.Json.Serialization;

namespace Edge.Contracts.Rollouts;

/// <summary>What a limit is about.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<HealthMetric>))]
public enum HealthMetric
{
    /// <summary>Alerts an hour against before.</summary>
    [JsonStringEnumMemberName("alertRate")]
    AlertRate,

    /// <summary>Frames that active model and candidate judged differently.</summary>
    [JsonStringEnumMemberName("shadowDisagreement")]
    ShadowDisagreement,

    /// <summary>Capture to alert, 99 of 100 frames.</summary>
    [JsonStringEnumMemberName("latencyP99")]
    LatencyP99,

    /// <summary>Restarts of the agent.</summary>
    [JsonStringEnumMemberName("restarts")]
    Restarts,

    /// <summary>Temperature of the processor.</summary>
    [JsonStringEnumMemberName("temperature")]
    Temperature,

    /// <summary>The device itself refused the release or went back.</summary>
    [JsonStringEnumMemberName("update")]
    Update,
}
