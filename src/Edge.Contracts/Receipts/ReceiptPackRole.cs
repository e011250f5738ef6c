using System.Text.Json.Serialization;

namespace Edge.Contracts.Receipts;

/// <summary>What a pack is used for in judging.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<ReceiptPackRole>))]
public enum ReceiptPackRole
{
    /// <summary>The trained detector or classifier.</summary>
    [JsonStringEnumMemberName("model")]
    Model,

    /// <summary>The defect-free template of the product.</summary>
    [JsonStringEnumMemberName("template")]
    Template,

    /// <summary>The model that was taught with good parts only.</summary>
    [JsonStringEnumMemberName("anomaly")]
    Anomaly,
}
