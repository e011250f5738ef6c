using System.Text.Json.Serialization;

namespace Edge.Contracts.Receipts;

/// <summary>What the station did with a part.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<ReceiptAction>))]
public enum ReceiptAction
{
    /// <summary>Nothing was driven: the station has no output for this outcome.</summary>
    [JsonStringEnumMemberName("none")]
    None,

    /// <summary>The pass output.</summary>
    [JsonStringEnumMemberName("pass")]
    Pass,

    /// <summary>The reject output.</summary>
    [JsonStringEnumMemberName("reject")]
    Reject,

    /// <summary>The fail-safe action.</summary>
    [JsonStringEnumMemberName("failSafe")]
    FailSafe,
}
