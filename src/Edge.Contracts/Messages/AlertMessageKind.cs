using System.Text.Json.Serialization;

namespace Edge.Contracts.Messages;

/// <summary>What an alert's rule watches for.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<AlertMessageKind>))]
public enum AlertMessageKind
{
    /// <summary>An object is in the zone.</summary>
    [JsonStringEnumMemberName("present")]
    Present,

    /// <summary>An object came into the zone.</summary>
    [JsonStringEnumMemberName("enters")]
    Enters,

    /// <summary>An object went out of the zone.</summary>
    [JsonStringEnumMemberName("leaves")]
    Leaves,

    /// <summary>An object crossed the line.</summary>
    [JsonStringEnumMemberName("crosses")]
    Crosses,

    /// <summary>An object stayed too long.</summary>
    [JsonStringEnumMemberName("loiters")]
    Loiters,

    /// <summary>Too many or too few objects.</summary>
    [JsonStringEnumMemberName("count")]
    Count,
}
