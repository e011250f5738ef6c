using System.Diagnostics.CodeAnalysis;
using System.Text.Json;
using Edge.Contracts.Updates;

namespace Edge.Contracts.Messages;

/// <summary>Bytes of the messages about a device, both ways. Reading trusts nothing: it gives a reason instead of an exception.</summary>
public static class DeviceMessages
{
    private static readonly JsonDocumentOptions Strict = new() { MaxDepth = 32, AllowTrailingCommas = false, CommentHandling = JsonCommentHandling.Disallow };

    /// <summary>Writes a state.</summary>
    public static byte[] Write(DeviceState state) => JsonSerializer.SerializeToUtf8Bytes(state, DeviceJson.Default.DeviceState);

    /// <summary>Writes what the cloud wants.</summary>
    public static byte[] Write(DesiredState desired) => JsonSerializer.SerializeToUtf8Bytes(desired, DeviceJson.Default.DesiredState);

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

        if (!TryReadTargets(root, out Dictionary<ReleaseKind, string> targets, out fault) || !TryReadRollout(root, out string? rollout, out fault))
            return false;
        desired = new DesiredState(number, configuration) { Targets = targets, Rollout = rollout };
        return true;
    }

    /// <summary>Reads what a device says of itself. Its signature is another question: <see cref="SignedDeviceReport.TryVerify"/>.</summary>
    public static bool TryReadReported(ReadOnlyMemory<byte> payload, [NotNullWhen(true)] out ReportedState? reported, [NotNullWhen(false)] out string? fault)
    {
        reported = null;
        if (!TryReadObject(payload, out _, out fault))
            return false;
        try
        {
            reported = JsonSerializer.Deserialize(payload.Span, DeviceJson.Default.ReportedState);
            fault = reported is { Errors: not null, AgentVersion: not null } and not { Signed: { KeyId: null } or { Signature: null } } ? null : "errors, agentVersion, signed.keyId and signed.signature must not be null.";
        }
        catch (JsonException exception)
        {
            fault = $"Not a report: {exception.Path}.";
        }

        return fault is null;
    }

    /// <summary>Reads whether a device is there, and since when.</summary>
    public static bool TryReadState(ReadOnlyMemory<byte> payload, [NotNullWhen(true)] out DeviceState? state, [NotNullWhen(false)] out string? fault)
    {
        state = null;
        if (!TryReadObject(payload, out _, out fault))
            return false;
        try
        {
            state = JsonSerializer.Deserialize(payload.Span, DeviceJson.Default.DeviceState);
            fault = state is { Version: not null, Model: not null, BootId: not null } ? null : "version, model and bootId must not be null.";
        }
        catch (JsonException exception)
        {
            fault = $"Not a state: {exception.Path}.";
        }

        return fault is null;
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

    private static bool TryReadTargets(JsonElement root, out Dictionary<ReleaseKind, string> targets, [NotNullWhen(false)] out string? fault)
    {
        targets = [];
        fault = null;
        if (!root.TryGetProperty("targets", out JsonElement found) || found.ValueKind == JsonValueKind.Null)
            return true;
        if (found.ValueKind != JsonValueKind.Object)
            fault = $"targets: an object of paths by kind is required, not {found.ValueKind}.";
        else
        {
            foreach (JsonProperty target in found.EnumerateObject())
            {
                if (KindOf(target.Name) is not { } kind)
                    fault = $"targets: kind '{target.Name}'; allowed: model, configuration, agent, os.";
                else if (target.Value.ValueKind != JsonValueKind.String || target.Value.GetString() is not { Length: > 0 and <= DesiredState.MaximumNameLength } path)
                    fault = $"targets.{target.Name}: the path of a target is required, 1 to {DesiredState.MaximumNameLength} characters.";
                else if (!targets.TryAdd(kind, path))
                    fault = $"targets.{target.Name}: stands twice.";
                if (fault is not null)
                    break;
            }
        }

        return fault is null;
    }

    private static ReleaseKind? KindOf(string name) => name switch
    {
        "model" => ReleaseKind.Model,
        "configuration" => ReleaseKind.Configuration,
        "agent" => ReleaseKind.Agent,
        "os" => ReleaseKind.OperatingSystem,
        _ => null,
    };

    private static bool TryReadRollout(JsonElement root, out string? rollout, [NotNullWhen(false)] out string? fault)
    {
        rollout = null;
        fault = null;
        if (!root.TryGetProperty("rollout", out JsonElement found) || found.ValueKind == JsonValueKind.Null)
            return true;
        rollout = found.ValueKind == JsonValueKind.String ? found.GetString() : null;
        if (rollout is not { Length: > 0 and <= DesiredState.MaximumNameLength })
            fault = $"rollout: an id is required, 1 to {DesiredState.MaximumNameLength} characters.";
        return fault is null;
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
