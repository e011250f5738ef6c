using System.Text.Json.Serialization;

namespace Edge.Contracts.Messages;

/// <summary>What the second sensor said of an ejection.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<EjectionResult>))]
public enum EjectionResult
{
    /// <summary>Seen within its window.</summary>
    [JsonStringEnumMemberName("confirmed")]
    Confirmed,

    /// <summary>Seen, but past its window.</summary>
    [JsonStringEnumMemberName("late")]
    Late,

    /// <summary>Ordered and not seen.</summary>
    [JsonStringEnumMemberName("missed")]
    Missed,

    /// <summary>Seen and not ordered.</summary>
    [JsonStringEnumMemberName("wrong")]
    Wrong,
}
