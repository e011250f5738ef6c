namespace Edge.Agent.Configuration;

/// <summary><c>edge-agent check-config PATH</c>.</summary>
public static class ConfigurationCheck
{
    /// <summary>Exit code where the configuration is good.</summary>
    public const int Good = 0;

    /// <summary>Exit code where it has faults.</summary>
    public const int Faulty = 2;

    /// <summary>Reads and checks a configuration as the agent would, and prints what it found. Class names are not checked: that takes the model.</summary>
    /// <param name="path">The file; null is the built-in configuration.</param>
    /// <param name="environment">See <see cref="SettingsLoader.Load"/>.</param>
    /// <param name="overrides">See <see cref="SettingsLoader.Load"/>.</param>
    /// <param name="output">Where it is printed.</param>
    /// <param name="asJson">Print one JSON object instead of lines for people.</param>
    /// <returns><see cref="Good"/> or <see cref="Faulty"/>.</returns>
    public static int Run(string? path, IReadOnlyDictionary<string, string> environment, CommandLineOverrides overrides, TextWriter output, bool asJson = false)
    {
        ArgumentNullException.ThrowIfNull(output);
        SettingsResult result = SettingsLoader.Load(path, environment, overrides);
        if (asJson)
        {
            output.WriteLine(result.ToJson());
            return result.IsValid ? Good : Faulty;
        }

        if (result.Faults.Count + result.Warnings.Count > 0)
            output.WriteLine(result.ToText());
        output.WriteLine(result.Settings is { } settings
            ? $"good: {settings.Cameras.Count} cameras, {settings.Cameras.Sum(c => c.Rules.Count)} rules, {result.Warnings.Count} warnings"
            : $"not usable: {result.Faults.Count} faults, {result.Warnings.Count} warnings");
        return result.IsValid ? Good : Faulty;
    }
}
