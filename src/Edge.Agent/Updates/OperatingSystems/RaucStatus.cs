using System.Text.Json;

namespace Edge.Agent.Updates.OperatingSystems;

/// <summary>What <c>rauc status --output-format=json</c> says, as far as it matters here.</summary>
/// <param name="Booted">The boot name of the slot that runs, such as <c>A</c>.</param>
/// <param name="Primary">The name of the slot that the next start takes, such as <c>rootfs.1</c>; empty where that is not known.</param>
/// <param name="BootNames">Boot name of each bootable slot, by slot name.</param>
internal sealed record RaucStatus(string Booted, string Primary, IReadOnlyDictionary<string, string> BootNames)
{
    /// <summary>Boot name of the slot that the next start takes; empty where that is not known.</summary>
    public string PrimaryBootName => BootNames.GetValueOrDefault(Primary, "");

    /// <summary>Reads it.</summary>
    /// <returns>Null for text of another form.</returns>
    public static RaucStatus? Parse(string json)
    {
        try
        {
            using JsonDocument document = JsonDocument.Parse(json);
            JsonElement root = document.RootElement;
            var names = new Dictionary<string, string>(StringComparer.Ordinal);
            foreach (JsonProperty slot in root.GetProperty("slots").EnumerateArray().SelectMany(one => one.EnumerateObject()))
            {
                if (slot.Value.TryGetProperty("bootname", out JsonElement name) && name.GetString() is { Length: > 0 } bootName)
                    names[slot.Name] = bootName;
            }

            string primary = root.TryGetProperty("boot_primary", out JsonElement found) ? found.GetString() ?? "" : "";
            return root.GetProperty("booted").GetString() is { Length: > 0 } booted ? new RaucStatus(booted, primary, names) : null;
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException or KeyNotFoundException)
        {
            return null;
        }
    }
}
