using System.Text.Json;

namespace Edge.Tool.Alerts;

/// <summary>What the agent wrote about its run at the end: one JSON object, whose other fields are passed on as they are.</summary>
internal sealed class AgentSummary
{
    private AgentSummary(JsonElement root, long alerts, long pendingMessages) => (Root, Alerts, PendingMessages) = (root, alerts, pendingMessages);

    /// <summary>The object.</summary>
    public JsonElement Root { get; }

    /// <summary>Alerts raised.</summary>
    public long Alerts { get; }

    /// <summary>Messages of any kind that still wait on disk.</summary>
    public long PendingMessages { get; }

    /// <summary>Alerts that a subscriber must have received: each message that waits could be the beginning of one.</summary>
    public long Delivered => Math.Max(0, Alerts - PendingMessages);

    /// <summary>Reads the file.</summary>
    /// <exception cref="InvalidDataException">It is not a summary.</exception>
    /// <exception cref="IOException">It can't be read.</exception>
    public static AgentSummary Read(string path)
    {
        try
        {
            using JsonDocument document = JsonDocument.Parse(File.ReadAllBytes(path));
            JsonElement root = document.RootElement;
            if (root.ValueKind != JsonValueKind.Object)
                throw new InvalidDataException($"{path}: one JSON object is required, not {root.ValueKind}");
            return new AgentSummary(root.Clone(), Count(root, "alerts", path), Count(root, "pendingMessages", path));
        }
        catch (JsonException e)
        {
            throw new InvalidDataException($"{path}: not JSON: line {e.LineNumber + 1}, byte {e.BytePositionInLine + 1}", e);
        }
    }

    private static long Count(JsonElement root, string name, string path)
    {
        if (!root.TryGetProperty(name, out JsonElement value))
            return 0;
        if (value.ValueKind == JsonValueKind.Number && value.TryGetInt64(out long count) && count >= 0)
            return count;
        throw new InvalidDataException($"{path}: {name} is '{value}'; allowed: a whole number, 0 or more");
    }
}
