using System.Text.Json.Serialization;

namespace Edge.Contracts.Updates;

/// <summary>What a release changes on a device. A device has at most one active release of each.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<ReleaseKind>))]
public enum ReleaseKind
{
    /// <summary>A model pack: <c>model</c>.</summary>
    [JsonStringEnumMemberName("model")]
    Model,

    /// <summary>An <c>edge.yaml</c>: <c>configuration</c>.</summary>
    [JsonStringEnumMemberName("configuration")]
    Configuration,

    /// <summary>The agent itself: <c>agent</c>.</summary>
    [JsonStringEnumMemberName("agent")]
    Agent,

    /// <summary>An image of the operating system, installed by RAUC: <c>os</c>.</summary>
    [JsonStringEnumMemberName("os")]
    OperatingSystem,
}
