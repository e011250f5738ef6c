using Edge.Agent.Configuration;
using Edge.Agent.Configuration.Stations;

namespace Edge.Agent.Gpio;

/// <summary>Every line that a configuration names, each with the setting that does. A line of a new kind is added here: the commands <c>safe-outputs</c> and <c>lines</c> go by it.</summary>
public static class ConfiguredLines
{
    /// <summary>The outputs.</summary>
    public static IReadOnlyList<(string Setting, OutputLineSettings Line)> Outputs(EdgeSettings settings) =>
    [
        .. OfStations(settings, (station, path) => new[]
        {
            (Setting: path + ".reject.output", Line: station.Reject.Output),
            (Setting: path + ".reject.ready", Line: station.Reject.Ready),
            (Setting: path + ".reject.stop", Line: station.Reject.Stop),
        }).Where(output => output.Line.Line >= 0),
    ];

    /// <summary>The inputs.</summary>
    public static IReadOnlyList<(string Setting, InputLineSettings Line)> Inputs(EdgeSettings settings) =>
    [
        .. OfStations(settings, (station, path) => new[]
        {
            (Setting: path + ".trigger.line", station.Trigger.Line),
            (Setting: path + ".reject.encoder", Line: station.Reject.Encoder),
            (Setting: path + ".reject.confirm", Line: station.Reject.Confirm),
        }).Where(input => input.Line.Line >= 0),
    ];

    private static IEnumerable<T> OfStations<T>(EdgeSettings settings, Func<StationSettings, string, T[]> lines) =>
        settings.Stations.SelectMany((station, i) => lines(station, $"stations[{i}]"));
}
