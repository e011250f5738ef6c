using System.Text.Json.Serialization;

namespace Edge.Contracts.Messages;

/// <summary>What made a station take a picture.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<VerdictTriggerKind>))]
public enum VerdictTriggerKind
{
    /// <summary>An edge on an input line.</summary>
    [JsonStringEnumMemberName("gpio")]
    Gpio,

    /// <summary>The command <c>station-trigger</c>.</summary>
    [JsonStringEnumMemberName("command")]
    Command,

    /// <summary>The clock.</summary>
    [JsonStringEnumMemberName("interval")]
    Interval,

    /// <summary>A position of the encoder.</summary>
    [JsonStringEnumMemberName("encoder")]
    Encoder,

    /// <summary>A picture file that arrived.</summary>
    [JsonStringEnumMemberName("file")]
    File,
}
