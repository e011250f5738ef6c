using System.Text.Json;
using System.Text.Json.Nodes;

namespace Edge.Agent.Configuration;

/// <summary>What came of reading the configuration: settings, or every fault in it.</summary>
public sealed class SettingsResult
{
    private static readonly JsonSerializerOptions Indented = new() { WriteIndented = true };

    internal SettingsResult(EdgeSettings? settings, IReadOnlyList<SettingsFault> faults, IReadOnlyList<SettingsFault> warnings, SettingsLocations locations)
    {
        Settings = settings;
        Faults = faults;
        Warnings = warnings;
        Locations = locations;
    }

    /// <summary>The settings, checked; null where there are faults.</summary>
    public EdgeSettings? Settings { get; }

    /// <summary>Everything that is wrong, in the order of the file; empty where there are settings.</summary>
    public IReadOnlyList<SettingsFault> Faults { get; }

    /// <summary>What is allowed but probably not meant.</summary>
    public IReadOnlyList<SettingsFault> Warnings { get; }

    /// <summary>Where each setting was written.</summary>
    public SettingsLocations Locations { get; }

    /// <summary>Whether there are settings.</summary>
    [System.Diagnostics.CodeAnalysis.MemberNotNullWhen(true, nameof(Settings))]
    public bool IsValid => Settings is not null;

    /// <summary>The same with other settings, such as what an enrolment makes of them.</summary>
    internal SettingsResult With(EdgeSettings settings, IEnumerable<SettingsFault>? warnings = null) => new(settings, Faults, [.. Warnings, .. warnings ?? []], Locations);

    /// <summary>No settings, for one more fault.</summary>
    internal SettingsResult With(SettingsFault fault) => new(null, [.. Faults, fault], Warnings, Locations);

    /// <summary>For people: one line a fault, then one line a warning.</summary>
    public string ToText() =>
        string.Join('\n', Faults.Select(f => f.ToString()).Concat(Warnings.Select(w => "warning: " + w)));

    /// <summary>For machines: <c>valid</c>, <c>faults</c>, <c>warnings</c>.</summary>
    public string ToJson() => new JsonObject
    {
        ["valid"] = IsValid,
        ["faults"] = new JsonArray([.. Faults.Select(f => f.ToJson())]),
        ["warnings"] = new JsonArray([.. Warnings.Select(w => w.ToJson())]),
    }.ToJsonString(Indented);
}
