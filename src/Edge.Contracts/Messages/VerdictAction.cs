using System.Text.Json.Serialization;

namespace Edge.Contracts.Messages;

/// <summary>What the line did with a part.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<VerdictAction>))]
public enum VerdictAction
{
    /// <summary>It was let by.</summary>
    [JsonStringEnumMemberName("letPass")]
    LetPass,

    /// <summary>The ejector was driven, or is scheduled for it.</summary>
    [JsonStringEnumMemberName("eject")]
    Eject,

    /// <summary>The fail-safe action of the station, since no verdict was there in time or none could be relied on.</summary>
    [JsonStringEnumMemberName("failSafe")]
    FailSafe,

    /// <summary>The station has no outputs.</summary>
    [JsonStringEnumMemberName("none")]
    None,
}
