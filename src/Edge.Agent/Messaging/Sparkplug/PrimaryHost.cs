using System.Text.Json;

namespace Edge.Agent.Messaging.Sparkplug;

/// <summary>
/// Whether the primary host application is online, from its STATE messages (specification 3.0.0, sections 5.4 and 5.5). Pure.
/// A message counts where its time is not before the last one's; an old death, delivered late by the broker, changes nothing.
/// </summary>
internal sealed class PrimaryHost
{
    private static readonly JsonDocumentOptions _strict = new() { MaxDepth = 4 };
    private long? _latest;

    /// <summary>Whether the host said that it is online.</summary>
    public bool IsOnline { get; private set; }

    /// <summary>Takes a STATE message of this host.</summary>
    public HostChange Take(ReadOnlyMemory<byte> payload)
    {
        if (!TryRead(payload, out bool online, out long timestamp))
            return HostChange.None;
        // [tck-id-message-flow-edge-node-birth-publish-phid-wait-timestamp], [tck-id-operational-behavior-edge-node-termination-host-offline-timestamp]
        if (timestamp < _latest)
            return HostChange.None;
        _latest = timestamp;
        if (online == IsOnline)
            return HostChange.None;
        IsOnline = online;
        return online ? HostChange.CameOnline : HostChange.WentOffline;
    }

    /// <summary>The connection ended: what the host is doing must be heard again. Its last time stays known.</summary>
    public void Forget() => IsOnline = false;

    private static bool TryRead(ReadOnlyMemory<byte> payload, out bool online, out long timestamp)
    {
        online = false;
        timestamp = 0;
        try
        {
            using JsonDocument document = JsonDocument.Parse(payload, _strict);
            JsonElement root = document.RootElement;
            if (root.ValueKind != JsonValueKind.Object
                || !root.TryGetProperty("online", out JsonElement said) || said.ValueKind is not (JsonValueKind.True or JsonValueKind.False)
                || !root.TryGetProperty("timestamp", out JsonElement time) || time.ValueKind != JsonValueKind.Number || !time.TryGetInt64(out timestamp) || timestamp < 0)
                return false;
            online = said.ValueKind == JsonValueKind.True;
            return true;
        }
        catch (JsonException)
        {
            return false;
        }
    }
}
