using System.Text.Json.Serialization;

namespace Edge.Contracts.Messages;

/// <summary>What a station says of one part.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<VerdictOutcome>))]
public enum VerdictOutcome
{
    /// <summary>Judged, and within every limit.</summary>
    [JsonStringEnumMemberName("pass")]
    Pass,

    /// <summary>Judged, and past a limit.</summary>
    [JsonStringEnumMemberName("fail")]
    Fail,

    /// <summary>Not judged, and so never passed: the doubts say why.</summary>
    [JsonStringEnumMemberName("cannotJudge")]
    CannotJudge,
}
