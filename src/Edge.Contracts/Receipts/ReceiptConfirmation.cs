using System.Text.Json.Serialization;

namespace Edge.Contracts.Receipts;

/// <summary>What the second sensor said of the ejection.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<ReceiptConfirmation>))]
public enum ReceiptConfirmation
{
    /// <summary>No sensor watches, or nothing was to be ejected.</summary>
    [JsonStringEnumMemberName("notWatched")]
    NotWatched,

    /// <summary>The part went where it was sent, in time.</summary>
    [JsonStringEnumMemberName("confirmed")]
    Confirmed,

    /// <summary>It went there, later than allowed.</summary>
    [JsonStringEnumMemberName("late")]
    Late,

    /// <summary>It should have been ejected, and was not seen leaving.</summary>
    [JsonStringEnumMemberName("missed")]
    Missed,

    /// <summary>It was ejected, and should not have been.</summary>
    [JsonStringEnumMemberName("wrong")]
    Wrong,
}
