using System.Text.Json;
using System.Text.Json.Serialization;

namespace Edge.Contracts.Messages;

/// <summary>How messages about a device are written.</summary>
[JsonSourceGenerationOptions(JsonSerializerDefaults.Web)]
[JsonSerializable(typeof(DeviceState))]
[JsonSerializable(typeof(DesiredState))]
[JsonSerializable(typeof(ReportedState))]
[JsonSerializable(typeof(CommandResponse))]
[JsonSerializable(typeof(DeliveryReceipts))]
internal sealed partial class DeviceJson : JsonSerializerContext;
