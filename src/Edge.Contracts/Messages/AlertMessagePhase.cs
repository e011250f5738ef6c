using System.Text.Json.Serialization;

namespace Edge.Contracts.Messages;

/// <summary>Where an alert is in its life.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<AlertMessagePhase>))]
public enum AlertMessagePhase
{
    /// <summary>Raised.</summary>
    [JsonStringEnumMemberName("new")]
    New,

    /// <summary>Still going on, and something changed.</summary>
    [JsonStringEnumMemberName("updated")]
    Updated,

    /// <summary>Over.</summary>
    [JsonStringEnumMemberName("ended")]
    Ended,
}
