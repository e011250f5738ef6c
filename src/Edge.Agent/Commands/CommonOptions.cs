using System.CommandLine;
using Edge.Agent.Configuration;

namespace Edge.Agent.Commands;

/// <summary>The options that say what to watch and with which model; the same for every command.</summary>
internal sealed class CommonOptions
{
    private readonly Option<string> _config = new("--config") { Description = "Configuration file; without one, a default camera on the drawn street" };
    private readonly Option<string> _source = new("--source") { Description = "Camera, stream, file, synthetic:boards or synthetic:street, over the configuration's" };
    private readonly Option<string> _model = new("--model") { Description = "An .onnx file or a pack, over the configuration's" };

    private CommonOptions()
    {
    }

    /// <summary>Adds them to <paramref name="command"/>.</summary>
    public static CommonOptions AddTo(Command command)
    {
        var options = new CommonOptions();
        command.Add(options._config);
        command.Add(options._source);
        command.Add(options._model);
        return options;
    }

    /// <summary>The configuration file; null without one.</summary>
    public string? ConfigPath(ParseResult parsed) => parsed.GetValue(_config);

    /// <summary>Source and model over the configuration's.</summary>
    public CommandLineOverrides Overrides(ParseResult parsed) => new(parsed.GetValue(_source), parsed.GetValue(_model));

    /// <summary>The settings, checked; null after saying every fault.</summary>
    public EdgeSettings? Load(ParseResult parsed)
    {
        SettingsResult loaded = SettingsLoader.Load(ConfigPath(parsed), SettingsLoader.ProcessEnvironment(), Overrides(parsed));
        if (loaded.Faults.Count + loaded.Warnings.Count > 0)
            Console.Error.WriteLine(loaded.ToText());
        return loaded.Settings;
    }
}
