using System.CommandLine;
using Edge.Cloud.Configuration;

namespace Edge.Cloud.Commands;

/// <summary>Where settings come from: the options that every command has.</summary>
internal static class SettingsOptions
{
    private static readonly Option<FileInfo[]> Config = new("--config") { Description = "JSON file with settings; may be repeated, later ones go over earlier ones", Recursive = true };

    private static readonly Option<string[]> Set = new("--set") { Description = "One setting, such as listen:operatorPort=8081; may be repeated; over file and environment (EDGE_CLOUD__LISTEN__OPERATORPORT)", Recursive = true };

    /// <summary>Adds them to the root command.</summary>
    public static void AddTo(RootCommand root)
    {
        root.Options.Add(Config);
        root.Options.Add(Set);
    }

    /// <summary>Reads the settings of a command line.</summary>
    /// <exception cref="InvalidOperationException">They are wrong; says where.</exception>
    public static CloudSettings Read(ParseResult parsed)
    {
        var sources = new ConfigurationBuilder();
        foreach (FileInfo file in parsed.GetValue(Config) ?? [])
            sources.AddJsonFile(file.FullName, optional: false);
        sources.AddEnvironmentVariables("EDGE_CLOUD__");
        var given = new Dictionary<string, string?>();
        foreach (string one in parsed.GetValue(Set) ?? [])
        {
            if (one.IndexOf('=', StringComparison.Ordinal) is not (> 0 and var at))
                throw new InvalidOperationException($"--set {one}: section:name=value is allowed");
            given[one[..at]] = one[(at + 1)..];
        }

        sources.AddInMemoryCollection(given);
        try
        {
            return sources.Build().Get<CloudSettings>(binder => binder.ErrorOnUnknownConfiguration = true) ?? new CloudSettings();
        }
        catch (Exception exception) when (exception is InvalidDataException or FileNotFoundException)
        {
            throw new InvalidOperationException(exception.Message, exception);
        }
    }
}
