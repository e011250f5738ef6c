using Edge.Agent.Configuration.Secrets;
using Edge.Agent.Configuration.Stations;

namespace Edge.Agent.Configuration.Checking;

/// <summary>How chips fit together, and lines to their chips.</summary>
internal sealed class GpioChecks(FaultList faults, EdgeSettings settings)
{
    private const int ExpanderLines = 16;

    public void Check()
    {
        IReadOnlyList<GpioChipSettings> chips = settings.Gpio.Chips;
        var ids = new Dictionary<string, int>(StringComparer.Ordinal);
        for (int i = 0; i < chips.Count; i++)
        {
            string path = $"gpio.chips[{i}]";
            if (chips[i].Id.Length > 0 && !ids.TryAdd(chips[i].Id, i))
                faults.Add(SettingsFaultKind.DuplicateId, path + ".id", $"{Printable.Quote(chips[i].Id)} is already the id of gpio.chips[{ids[chips[i].Id]}]", "an id of its own");
            VerifyKind(chips[i], path);
        }

        for (int i = 0; i < settings.Stations.Count; i++)
            VerifyStation(settings.Stations[i], $"stations[{i}]");
    }

    private void VerifyKind(GpioChipSettings chip, string path)
    {
        if (chip.Kind == GpioChipKind.Simulated && chip.Socket.Length == 0)
            faults.Add(SettingsFaultKind.Missing, path + ".socket", "a simulated chip is reached over a socket, and none is named", "the path of a Unix socket");
        Refuse(chip, path, GpioChipKind.Gpiochip, "number");
        Refuse(chip, path, GpioChipKind.Mcp23017, "bus", "address", "pollEvery");
        Refuse(chip, path, GpioChipKind.Simulated, "socket");
    }

    /// <summary>Tells of settings that were written but mean nothing for this kind: whoever wrote them believes they do.</summary>
    private void Refuse(GpioChipSettings chip, string path, GpioChipKind only, params string[] names)
    {
        if (chip.Kind == only || faults.IsFaulty(path + ".kind"))
            return;
        foreach (string name in names.Where(n => faults.Locations.IsGiven($"{path}.{n}")))
            faults.Add(SettingsFaultKind.Contradiction, $"{path}.{name}", $"a chip of kind {Description.Names.Of(chip.Kind)} has no {name}", $"only with {Description.Names.Of(only)}");
    }

    private void VerifyStation(StationSettings station, string path)
    {
        VerifyInput(station.Trigger.Line, path + ".trigger.line");
        VerifyInput(station.Reject.Encoder, path + ".reject.encoder");
        VerifyInput(station.Reject.Confirm, path + ".reject.confirm");
        VerifyOutput(station.Reject.Output, path + ".reject.output");
        VerifyOutput(station.Reject.Ready, path + ".reject.ready");
        VerifyOutput(station.Reject.Stop, path + ".reject.stop");
    }

    private void VerifyInput(InputLineSettings line, string path)
    {
        GpioChipSettings? chip = VerifyLine(line.Chip, line.Line, path);
        if (chip?.Kind == GpioChipKind.Mcp23017 && line is { Line: >= 0, Pull: LinePull.Down })
            faults.Add(SettingsFaultKind.Contradiction, path + ".pull", "an mcp23017 has no pull down", "none or up");
    }

    private void VerifyOutput(OutputLineSettings line, string path) => VerifyLine(line.Chip, line.Line, path);

    private GpioChipSettings? VerifyLine(string id, int line, string path)
    {
        IReadOnlyList<GpioChipSettings> chips = settings.Gpio.Chips;
        GpioChipSettings? first = chips.Count > 0 ? chips[0] : null;
        GpioChipSettings? chip = id.Length == 0 ? first : chips.FirstOrDefault(c => c.Id == id);
        if (id.Length > 0 && chip is null)
            faults.AddUnknown(SettingsFaultKind.UnknownReference, path + ".chip", $"there is no chip {Printable.Quote(id)} in gpio.chips", id, chips.Select(c => c.Id).Where(i => i.Length > 0));
        if (chip?.Kind == GpioChipKind.Mcp23017 && line >= ExpanderLines)
            faults.Add(SettingsFaultKind.OutOfRange, path + ".line", $"an mcp23017 has no line {line}", $"0 to {ExpanderLines - 1}");
        return chip;
    }
}
