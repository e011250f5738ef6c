using System.Text.Json.Serialization;

namespace Edge.Contracts.Messages;

/// <summary>Which way a line was crossed, looking from its first end to its second.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<AlertMessageDirection>))]
public enum AlertMessageDirection
{
    /// <summary>From the left-hand side to the right-hand side.</summary>
    [JsonStringEnumMemberName("leftToRight")]
    LeftToRight,

    /// <summary>From the right-hand side to the left-hand side.</summary>
    [JsonStringEnumMemberName("rightToLeft")]
    RightToLeft,
}
