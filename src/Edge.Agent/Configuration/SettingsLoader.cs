using System.Collections;
using Edge.Agent.Configuration.Checking;
using Edge.Agent.Configuration.Description;
using Edge.Agent.Configuration.Overrides;
using Edge.Agent.Configuration.Yaml;

namespace Edge.Agent.Configuration;

/// <summary>
/// Reads the configuration: file, then environment over it, then the command line over both; then checks how it all fits together.
/// Tells every fault, not only the first. Paths in file and environment are relative to the file's folder
/// (without a file: to the current folder), those of the command line to the current folder; the settings hold full paths.
/// </summary>
public static class SettingsLoader
{
    private const string BuiltIn = "built-in configuration";
    private const string FirstSource = "EDGE__CAMERAS__0__SOURCE";

    /// <summary>Reads and checks. Never throws for what stands in file, environment or command line.</summary>
    /// <param name="path"><c>edge.yaml</c>; null is <see cref="DefaultSettings.YamlFor"/> the source that is named.</param>
    /// <param name="environment">All environment variables: <c>EDGE__…</c> override, <c>${env:NAME}</c> refers to any.</param>
    /// <param name="overrides">The command line.</param>
    /// <param name="folder">What relative paths in the file start from; null is the file's own folder.</param>
    public static SettingsResult Load(string? path, IReadOnlyDictionary<string, string> environment, CommandLineOverrides overrides, string? folder = null)
    {
        ArgumentNullException.ThrowIfNull(environment);
        ArgumentNullException.ThrowIfNull(overrides);
        string origin = path ?? BuiltIn;
        var faults = new FaultList(new SettingsLocations(new SettingsLocation(origin)));
        if (path is null)
            return Read(DefaultSettings.YamlFor(overrides.Source ?? environment.GetValueOrDefault(FirstSource)), origin, Directory.GetCurrentDirectory(), environment, overrides, faults);

        string? text = YamlText.ReadBytes(path, origin, faults) is { } bytes ? YamlText.Decode(bytes, origin, faults) : null;
        return text is null
            ? new SettingsResult(null, faults.Faults, faults.Warnings, faults.Locations)
            : Read(text, origin, folder ?? Path.GetDirectoryName(Path.GetFullPath(path)) ?? "/", environment, overrides, faults);
    }

    /// <summary>This process's environment, for <see cref="Load"/>.</summary>
    public static IReadOnlyDictionary<string, string> ProcessEnvironment() =>
        Environment.GetEnvironmentVariables().Cast<DictionaryEntry>().ToDictionary(e => (string)e.Key, e => (string?)e.Value ?? "", StringComparer.Ordinal);

    private static SettingsResult Read(
        string text, string origin, string folder, IReadOnlyDictionary<string, string> environment, CommandLineOverrides overrides, FaultList faults)
    {
        ConfigNode? root = YamlDocument.Read(text, origin, faults);
        // What the rest of a broken file says is not known: complaints about what seems to be missing would mislead.
        if (root is null && faults.HasFaults)
            return new SettingsResult(null, faults.Faults, faults.Warnings, faults.Locations);
        root ??= new MapNode(new SettingsLocation(origin, 1, 1), []);
        root = new EnvironmentOverrides(EdgeTable.Root, faults).Apply(root, environment);
        var reader = new SettingsReader(faults);
        if (!EdgeTable.Root.TryRead(root, "", reader, out EdgeSettings? settings))
            settings = EdgeTable.Root.Placeholder;

        settings = new SettingsCompletion(faults, folder, environment).Complete(settings, overrides);
        new SettingsChecks(faults, folder).Check(settings);
        return new SettingsResult(faults.HasFaults ? null : settings, faults.Faults, faults.Warnings, faults.Locations);
    }
}
