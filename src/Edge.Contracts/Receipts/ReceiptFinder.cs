using System.Text.Json.Serialization;

namespace Edge.Contracts.Receipts;

/// <summary>What found a defect.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<ReceiptFinder>))]
public enum ReceiptFinder
{
    /// <summary>The trained detector.</summary>
    [JsonStringEnumMemberName("model")]
    Model,

    /// <summary>The comparison with a defect-free template.</summary>
    [JsonStringEnumMemberName("golden")]
    Golden,

    /// <summary>The anomaly model that was taught with good parts only.</summary>
    [JsonStringEnumMemberName("anomaly")]
    Anomaly,
}
