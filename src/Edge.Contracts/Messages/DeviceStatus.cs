using System.Text.Json.Serialization;

namespace Edge.Contracts.Messages;

/// <summary>Whether a device is connected.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<DeviceStatus>))]
public enum DeviceStatus
{
    /// <summary>It is not: it said so, or the broker did (Will).</summary>
    [JsonStringEnumMemberName("offline")]
    Offline,

    /// <summary>It is.</summary>
    [JsonStringEnumMemberName("online")]
    Online,
}
