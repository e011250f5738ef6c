using System.Text.Json.Serialization;

namespace Edge.Contracts.Receipts;

/// <summary>What announced a part.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<ReceiptTriggerKind>))]
public enum ReceiptTriggerKind
{
    /// <summary>An edge on a digital input.</summary>
    [JsonStringEnumMemberName("gpio")]
    Gpio,

    /// <summary>A command over MQTT.</summary>
    [JsonStringEnumMemberName("command")]
    Command,

    /// <summary>The clock.</summary>
    [JsonStringEnumMemberName("interval")]
    Interval,

    /// <summary>A position of the conveyor's encoder.</summary>
    [JsonStringEnumMemberName("encoder")]
    Encoder,

    /// <summary>A file that arrived.</summary>
    [JsonStringEnumMemberName("file")]
    File,
}
