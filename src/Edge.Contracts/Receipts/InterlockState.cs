using System.Text.Json.Serialization;

namespace Edge.Contracts.Receipts;

/// <summary>What became of the station's interlock.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<InterlockState>))]
public enum InterlockState
{
    /// <summary>A wrong answer, or a part that cannot be relied on: outputs are in fail-safe.</summary>
    [JsonStringEnumMemberName("tripped")]
    Tripped,

    /// <summary>A person, or the golden parts, let the station go on.</summary>
    [JsonStringEnumMemberName("cleared")]
    Cleared,
}
