using Edge.Agent.Configuration.Description;
using Edge.Agent.Configuration.Secrets;
using Edge.Agent.Configuration.Stations;
using Edge.Contracts.Messages;
using Edge.Domain.Inspection.Line;

namespace Edge.Agent.Configuration.Checking;

/// <summary>How the settings of the stations fit together and to the cameras.</summary>
internal sealed class StationChecks(FaultList faults, EdgeSettings settings, string folder)
{
    private readonly Dictionary<string, string> _ids = new(StringComparer.OrdinalIgnoreCase);
    private readonly Dictionary<string, string> _cameras = new(StringComparer.Ordinal);
    private readonly Dictionary<(string Chip, int Line), string> _lines = [];

    public void Check()
    {
        for (int i = 0; i < settings.Stations.Count; i++)
        {
            StationSettings station = settings.Stations[i];
            string path = $"stations[{i}]";
            VerifyOwn(_ids, station.Id, path + ".id");
            VerifyCamera(station, path);
            VerifyTrigger(station, path);
            VerifyProducts(station, path);
            VerifyReject(station, path);
            for (int s = 0; s < station.Shifts.Count; s++)
            {
                if (station.Shifts.Take(s).Contains(station.Shifts[s]))
                    faults.Add(SettingsFaultKind.DuplicateId, $"{path}.shifts[{s}]", "another shift begins at the same time", "each start once");
            }
        }
    }

    private void VerifyCamera(StationSettings station, string path)
    {
        string setting = path + ".camera";
        bool bringsPictures = station.Trigger.Kind == VerdictTriggerKind.File;
        if (station.Camera.Length == 0)
        {
            if (!bringsPictures)
                faults.Add(SettingsFaultKind.Missing, setting, "no camera is named", $"one of {Ids(settings.Cameras.Select(c => c.Id))}");
            return;
        }

        if (bringsPictures)
            faults.Add(SettingsFaultKind.Contradiction, setting, "a file trigger brings its own pictures", "no camera");
        int index = settings.Cameras.ToList().FindIndex(camera => camera.Id == station.Camera);
        if (index < 0)
            faults.Add(SettingsFaultKind.UnknownReference, setting, $"there is no camera {Printable.Quote(station.Camera)}", $"one of {Ids(settings.Cameras.Select(c => c.Id))}");
        else if (settings.Cameras[index].Rules.Count > 0)
            faults.Add(SettingsFaultKind.Contradiction, $"cameras[{index}].rules", $"camera {Printable.Quote(station.Camera)} belongs to {path}, where rules are not looked at", "no rules");
        VerifyOwn(_cameras, station.Camera, setting);
    }

    private void VerifyTrigger(StationSettings station, string path)
    {
        TriggerSettings trigger = station.Trigger;
        if (trigger.Kind == VerdictTriggerKind.Gpio)
            VerifyLine(trigger.Line.Chip, trigger.Line.Line, path + ".trigger.line", isNeeded: "the trigger is gpio");
        if (trigger.Kind == VerdictTriggerKind.File && trigger.Folder.Length == 0)
            faults.Add(SettingsFaultKind.Missing, path + ".trigger.folder", "the trigger is file and no folder is named", "the path of a folder");
        if (trigger.Delay + trigger.PictureTimeout > station.Deadline && trigger.Kind != VerdictTriggerKind.File)
        {
            faults.Add(SettingsFaultKind.Contradiction, path + ".deadline",
                $"{DurationType.Write(station.Deadline)} is over before the picture is given up ({DurationType.Write(trigger.Delay)} delay and {DurationType.Write(trigger.PictureTimeout)} pictureTimeout)",
                $"{DurationType.Write(trigger.Delay + trigger.PictureTimeout)} or more");
        }
    }

    private void VerifyProducts(StationSettings station, string path)
    {
        var ids = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);
        for (int i = 0; i < station.Products.Count; i++)
        {
            ProductSettings product = station.Products[i];
            string at = $"{path}.products[{i}]";
            VerifyOwn(ids, product.Id, at + ".id");
            for (int t = 0; t < product.Templates.Count; t++)
                AdviseExists(product.Templates[t], $"{at}.templates[{t}]", folderAllowed: false);
            AdviseExists(product.AnomalyPack, at + ".anomalyPack", folderAllowed: true);
            if (!product.Model && product.Templates.Count == 0 && product.AnomalyPack.Length == 0)
                faults.Add(SettingsFaultKind.Contradiction, at, "nothing looks for defects: every part would pass", "model: true, templates, or an anomalyPack");
            for (int z = 0; z < product.Golden.Ignore.Count; z++)
                VerifyZone(product, product.Golden.Ignore[z], $"{at}.golden.ignore[{z}]");
            VerifyLimits(product, at);
        }
    }

    private void VerifyLimits(ProductSettings product, string path)
    {
        var seen = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);
        for (int i = 0; i < product.Limits.Count; i++)
        {
            LimitSettings limit = product.Limits[i];
            string at = $"{path}.limits[{i}]";
            VerifyZone(product, limit.Zone, at + ".zone");
            if ((limit.MaximumSizeMm is not null || limit.MinimumSizeMm > 0) && product.PixelsPerMm == 0)
                faults.Add(SettingsFaultKind.Contradiction, at, "a size in millimetres, and the product has no pixelsPerMm", "pixelsPerMm above 0");
            if (!seen.TryAdd($"{limit.Class}\n{limit.Zone}", at))
                faults.Add(SettingsFaultKind.DuplicateId, at, $"the same class and zone as {seen[$"{limit.Class}\n{limit.Zone}"]}", "one limit for each class and zone");
        }
    }

    private void VerifyZone(ProductSettings product, string zone, string path)
    {
        if (zone.Length > 0 && !product.Zones.Any(known => known.Id == zone))
            faults.Add(SettingsFaultKind.UnknownReference, path, $"the product has no zone {Printable.Quote(zone)}", product.Zones.Count == 0 ? "no zone" : $"one of {Ids(product.Zones.Select(z => z.Id))}");
    }

    private void VerifyReject(StationSettings station, string path)
    {
        RejectSettings reject = station.Reject;
        string at = path + ".reject";
        VerifyLine(reject.Output.Chip, reject.Output.Line, at + ".output");
        VerifyLine(reject.Ready.Chip, reject.Ready.Line, at + ".ready");
        VerifyLine(reject.Confirm.Chip, reject.Confirm.Line, at + ".confirm");
        VerifyLine(reject.Stop.Chip, reject.Stop.Line, at + ".stop", reject.FailSafe == FailSafeAction.StopLine ? "failSafe is stopLine" : null);
        bool counts = reject.DelayCounts > 0 || station.Trigger.Kind == VerdictTriggerKind.Encoder;
        VerifyLine(reject.Encoder.Chip, reject.Encoder.Line, at + ".encoder", counts ? "positions are in counts" : null);
        if (reject.DelayCounts > 0 && reject.Delay > TimeSpan.Zero)
            faults.Add(SettingsFaultKind.Contradiction, at + ".delay", "delayCounts is given too", "one of the two");
        if (reject.Output.Line < 0 && (reject.Confirm.Line >= 0 || reject.Ready.Line >= 0 || reject.Stop.Line >= 0))
            faults.Add(SettingsFaultKind.Contradiction, at, "confirm, ready or stop is given, and no ejector", "with reject.output");
        if (reject.Output.Line >= 0 && reject.DelayCounts == 0 && station.Deadline > reject.Delay)
            faults.Add(SettingsFaultKind.Contradiction, path + ".deadline", $"{DurationType.Write(station.Deadline)} is past the ejector, which the part reaches after {DurationType.Write(reject.Delay)}", $"up to {DurationType.Write(reject.Delay)}");
    }

    private void VerifyLine(string chip, int line, string path, string? isNeeded = null)
    {
        if (line < 0)
        {
            if (isNeeded is not null)
                faults.Add(SettingsFaultKind.Missing, path + ".line", $"no line is given, and {isNeeded}", "the number of a line, 0 or more");
            return;
        }

        if (!_lines.TryAdd((chip, line), path))
            faults.Add(SettingsFaultKind.DuplicateId, path + ".line", $"line {line}{(chip.Length > 0 ? " of " + chip : "")} is already that of {_lines[(chip, line)]}", "a line of its own");
    }

    private void VerifyOwn(Dictionary<string, string> owners, string id, string path)
    {
        if (id.Length > 0 && !owners.TryAdd(id, path))
            faults.Add(SettingsFaultKind.DuplicateId, path, $"{Printable.Quote(id)} is already that of {owners[id]}", "one of its own");
    }

    // No fault: a station without what it compares with is in fail-safe and says so; the rest of the device goes on.
    private void AdviseExists(string file, string setting, bool folderAllowed)
    {
        if (file.Length > 0 && !File.Exists(file) && !(folderAllowed && Directory.Exists(file)))
            faults.Warn(SettingsFaultKind.UnknownReference, setting, $"there is no file {Printable.Quote(Path.GetRelativePath(folder, file))} in {Printable.Quote(folder)} yet: without it the station is in fail-safe");
    }

    private static string Ids(IEnumerable<string> ids) => Printable.List([.. ids]);
}
