using System.Text.Json.Serialization;

namespace Edge.Contracts.Messages;

/// <summary>What a part was presented for.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<VerdictPurpose>))]
public enum VerdictPurpose
{
    /// <summary>A part of the line: counted.</summary>
    [JsonStringEnumMemberName("production")]
    Production,

    /// <summary>The known good part of a golden check: not counted.</summary>
    [JsonStringEnumMemberName("goldenGood")]
    GoldenGood,

    /// <summary>The known bad part of a golden check: not counted.</summary>
    [JsonStringEnumMemberName("goldenBad")]
    GoldenBad,

    /// <summary>The blank of a golden check, where no part lies: not counted.</summary>
    [JsonStringEnumMemberName("goldenBlank")]
    GoldenBlank,
}
