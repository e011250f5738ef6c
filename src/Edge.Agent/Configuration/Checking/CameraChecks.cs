using Edge.Agent.Configuration.Description;
using Edge.Agent.Configuration.Secrets;
using Edge.Domain.Zones;

namespace Edge.Agent.Configuration.Checking;

/// <summary>How the settings of one camera fit together.</summary>
internal sealed class CameraChecks(FaultList faults)
{
    public void Check(CameraSettings camera, string path, bool isOfStation)
    {
        VerifySource(camera, path);
        VerifyCapture(camera, path + ".capture");
        if (camera.Tracking.LowScore > camera.Tracking.HighScore)
            faults.Add(SettingsFaultKind.Contradiction, path + ".tracking.lowScore", $"{camera.Tracking.LowScore} is above highScore {camera.Tracking.HighScore}", $"0 to {camera.Tracking.HighScore}");
        VerifyIds(camera, path);
        for (int i = 0; i < camera.Lines.Count; i++)
        {
            TripLine line = camera.Lines[i];
            if (line.From == line.To && !faults.IsFaulty($"{path}.lines[{i}]"))
                faults.Add(SettingsFaultKind.OutOfRange, $"{path}.lines[{i}].to", "both ends of the line are the same point", "another point than from");
        }

        if (camera.Rules.Count == 0 && !isOfStation && !faults.IsFaulty(path + ".rules"))
            faults.Warn(SettingsFaultKind.Advice, path, $"camera {Printable.Quote(camera.Id)} has no rules: it will tell nothing");
        VerifyUse(camera, path);
        var rules = new RuleChecks(faults, camera);
        for (int i = 0; i < camera.Rules.Count; i++)
            rules.Check(camera.Rules[i], $"{path}.rules[{i}]");
    }

    private void VerifySource(CameraSettings camera, string path)
    {
        string setting = path + ".source";
        if (!faults.IsFaulty(setting) && SourceType.Fault(camera.Source) is { } fault)
            faults.Add(SettingsFaultKind.OutOfRange, setting, fault.Problem, new SourceType().Allowed, fault.Suggestion);
    }

    private void VerifyCapture(CameraSettings camera, string path)
    {
        CaptureSettings capture = camera.Capture;
        if (capture.ReconnectMinimum > capture.ReconnectMaximum)
        {
            faults.Add(SettingsFaultKind.Contradiction, path + ".reconnectMinimum",
                $"{DurationType.Write(capture.ReconnectMinimum)} is longer than reconnectMaximum {DurationType.Write(capture.ReconnectMaximum)}", "no more than reconnectMaximum");
        }

        if (capture.Width == 0 != (capture.Height == 0))
            faults.Add(SettingsFaultKind.Contradiction, path + (capture.Width == 0 ? ".height" : ".width"), "given without the other one", "width and height together, or neither");
        string scheme = SourceType.SchemeOf(camera.Source);
        if (capture.Width > 0 && scheme is not ("v4l2" or ""))
            faults.Warn(SettingsFaultKind.Advice, path + ".width", "only v4l2 cameras can be asked for a picture size");
        if ((capture.Loop || capture.Resume) && scheme is "rtsp" or "rtsps" or "v4l2")
            faults.Warn(SettingsFaultKind.Advice, path, "loop and resume are for recorded sources; this one is live");
    }

    private void VerifyIds(CameraSettings camera, string path)
    {
        var owners = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);
        IEnumerable<(string Id, string Path)> ids =
        [
            .. camera.Zones.Select((z, i) => (z.Id, $"zones[{i}]")),
            .. camera.Lines.Select((l, i) => (l.Id, $"lines[{i}]")),
            .. camera.Rules.Select((r, i) => (r.Id, $"rules[{i}]")),
        ];
        foreach ((string id, string place) in ids)
        {
            if (id.Length > 0 && !owners.TryAdd(id, place))
                faults.Add(SettingsFaultKind.DuplicateId, $"{path}.{place}.id", $"{Printable.Quote(id)} is already the id of {owners[id]}", "an id that no other zone, line or rule of the camera has");
        }
    }

    private void VerifyUse(CameraSettings camera, string path)
    {
        for (int i = 0; i < camera.Zones.Count; i++)
        {
            string id = camera.Zones[i].Id;
            if (id.Length > 0 && !camera.Rules.Any(r => r.Zone == id))
                faults.Warn(SettingsFaultKind.Advice, $"{path}.zones[{i}]", $"no rule uses zone {Printable.Quote(id)}");
        }

        for (int i = 0; i < camera.Lines.Count; i++)
        {
            string id = camera.Lines[i].Id;
            if (id.Length > 0 && !camera.Rules.Any(r => r.Line == id))
                faults.Warn(SettingsFaultKind.Advice, $"{path}.lines[{i}]", $"no rule uses line {Printable.Quote(id)}");
        }
    }
}
