using System.Text.Json.Serialization;

namespace Edge.Contracts.Receipts;

/// <summary>What a station said of a part.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<ReceiptOutcome>))]
public enum ReceiptOutcome
{
    /// <summary>Judged, and within every limit.</summary>
    [JsonStringEnumMemberName("pass")]
    Pass,

    /// <summary>Judged, and past a limit.</summary>
    [JsonStringEnumMemberName("fail")]
    Fail,

    /// <summary>Not judged: never treated as a pass.</summary>
    [JsonStringEnumMemberName("cannotJudge")]
    CannotJudge,
}
