using System.Text.Json.Serialization;

namespace Edge.Contracts.Receipts;

/// <summary>Whether a station runs.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<StationState>))]
public enum StationState
{
    /// <summary>It takes triggers from here on.</summary>
    [JsonStringEnumMemberName("started")]
    Started,

    /// <summary>It ended in order: no part is in flight.</summary>
    [JsonStringEnumMemberName("stopped")]
    Stopped,
}
