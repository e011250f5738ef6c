using System.Text.Json.Serialization;

namespace Edge.Contracts.Messages;

/// <summary>What a station is doing.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<StationMode>))]
public enum StationMode
{
    /// <summary>Parts are judged, and the outputs follow the verdicts.</summary>
    [JsonStringEnumMemberName("running")]
    Running,

    /// <summary>The outputs are in their fail-safe state, since something that the station needs cannot be relied on.</summary>
    [JsonStringEnumMemberName("failSafe")]
    FailSafe,

    /// <summary>A golden part was judged wrongly, or not presented in time: the outputs are in fail-safe until <c>station-clear</c>.</summary>
    [JsonStringEnumMemberName("interlockTripped")]
    InterlockTripped,

    /// <summary>The station asks for a known good part, a known bad part or a blank; until all three were judged rightly no part passes.</summary>
    [JsonStringEnumMemberName("waitingForGoldenPart")]
    WaitingForGoldenPart,

    /// <summary>The station does not judge: it was stopped, or its camera or model is not there yet.</summary>
    [JsonStringEnumMemberName("stopped")]
    Stopped,
}
