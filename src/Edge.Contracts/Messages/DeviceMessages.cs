using System.Diagnostics.CodeAnalysis;
using System.Text.Json;

namespace Edge.Contracts.Messages;

/// <summary>Bytes of the messages about a device, both ways. Reading trusts nothing: it gives a reason instead of an exception.</summary>
public static class DeviceMessages
{
    private static readonly JsonDocumentOptions Strict = new() { MaxDepth = 32, AllowTrailingCommas = false, CommentHandling = JsonCommentHandling.Disallow };

    /// <summary>Writes a state.</summary>
    public static byte[] Write(DeviceState state) => JsonSerializer.SerializeToUtf8Bytes(state, DeviceJson.Default.DeviceState);

    /// <summary>Writes a report.</summary>
    public static byte[] Write(ReportedState reported) => JsonSerializer.SerializeToUtf8Bytes(reported, DeviceJson.Default.ReportedState);

    /// <summary>Writes an answer.</summary>
    public static byte[] Write(CommandResponse response) => JsonSerializer.SerializeToUtf8Bytes(response, DeviceJson.Default.CommandResponse);

    /// <summary>Writes receipts.</summary>
    public static byte[] Write(DeliveryReceipts receipts) => JsonSerializer.SerializeToUtf8Bytes(receipts, DeviceJson.Default.DeliveryReceipts);

    /// <summary>Reads a command's arguments: nothing, or one JSON object.</summary>
    public static bool TryReadArguments(ReadOnlyMemory<byte> payload, out JsonElement? arguments, [NotNullWhen(false)] out string? fault)
    {
        arguments = null;
        if (payload.IsEmpty)
        {
            fault = null;
            return true;
        }

        if (!TryReadObject(payload, out JsonElement found, out fault))
            return false;
        arguments = found;
        return true;
    }

    /// <summary>Reads what the cloud wants.</summary>
    public static bool TryReadDesired(ReadOnlyMemory<byte> payload, [NotNullWhen(true)] out DesiredState? desired, [NotNullWhen(false)] out string? fault)
    {
        desired = null;
        if (!TryReadObject(payload, out JsonElement root, out fault))
            return false;
        if (!root.TryGetProperty("version", out JsonElement version) || version.ValueKind != JsonValueKind.Number || !version.TryGetInt64(out long number) || number < 0)
        {
            fault = "version: a whole number, 0 or more, is required.";
            return false;
        }

        JsonElement? configuration = null;
        if (root.TryGetProperty("configuration", out JsonElement found) && found.ValueKind != JsonValueKind.Null)
        {
            if (found.ValueKind != JsonValueKind.Object)
            {
                fault = $"configuration: an object is required, not {found.ValueKind}.";
                return false;
            }

            configuration = found;
        }

        desired = new DesiredState(number, configuration);
        return true;
    }

    /// <summary>Reads receipts.</summary>
    public static bool TryReadReceipts(ReadOnlyMemory<byte> payload, [NotNullWhen(true)] out DeliveryReceipts? receipts, [NotNullWhen(false)] out string? fault)
    {
        receipts = null;
        if (!TryReadObject(payload, out JsonElement root, out fault))
            return false;
        if (!root.TryGetProperty("ids", out JsonElement ids) || ids.ValueKind != JsonValueKind.Array)
        {
            fault = "ids: an array of UUIDs is required.";
            return false;
        }

        var found = new List<Guid>(ids.GetArrayLength());
        foreach (JsonElement id in ids.EnumerateArray())
        {
            if (id.ValueKind != JsonValueKind.String || !id.TryGetGuid(out Guid value))
            {
                fault = $"ids[{found.Count}]: a UUID is required.";
                return false;
            }

            found.Add(value);
        }

        receipts = new DeliveryReceipts(found);
        return true;
    }

    private static bool TryReadObject(ReadOnlyMemory<byte> payload, out JsonElement root, [NotNullWhen(false)] out string? fault)
    {
        root = default;
        try
        {
            using JsonDocument document = JsonDocument.Parse(payload, Strict);
            if (document.RootElement.ValueKind != JsonValueKind.Object)
            {
                fault = $"A JSON object is required, not {document.RootElement.ValueKind}.";
                return false;
            }

            root = document.RootElement.Clone();
            fault = null;
            return true;
        }
        catch (JsonException exception)
        {
            fault = $"Not JSON: line {exception.LineNumber + 1}, byte {exception.BytePositionInLine + 1}.";
            return false;
        }
    }
}
