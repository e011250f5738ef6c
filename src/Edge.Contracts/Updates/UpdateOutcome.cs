using System.Text.Json.Serialization;

namespace Edge.Contracts.Updates;

/// <summary>What has become of an update on a device.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<UpdateOutcome>))]
public enum UpdateOutcome
{
    /// <summary>Not decided yet.</summary>
    [JsonStringEnumMemberName("running")]
    Running,

    /// <summary>It is what the device runs, for good.</summary>
    [JsonStringEnumMemberName("committed")]
    Committed,

    /// <summary>It never became active: a check refused it. What ran before runs on.</summary>
    [JsonStringEnumMemberName("refused")]
    Refused,

    /// <summary>It was active and was taken back. What ran before runs again.</summary>
    [JsonStringEnumMemberName("rolledBack")]
    RolledBack,
}
