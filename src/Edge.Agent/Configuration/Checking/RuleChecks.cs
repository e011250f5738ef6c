using Edge.Agent.Configuration.Description;
using Edge.Agent.Configuration.Secrets;
using Edge.Domain.Rules;

namespace Edge.Agent.Configuration.Checking;

/// <summary>Whether a rule has what its kind needs, and nothing that its kind does not know.</summary>
internal sealed class RuleChecks(FaultList faults, CameraSettings camera)
{
    public void Check(RuleSettings rule, string path)
    {
        if (faults.IsFaulty(path + ".when"))
            return;
        string kind = Names.Of(rule.When);
        if (rule.When == RuleKind.Crosses)
            VerifyLine(rule, path);
        else
            Refuse(path, kind, "crosses", "line", "direction");
        if (rule.When == RuleKind.Crosses)
            Refuse(path, kind, "the other kinds", "zone");
        else
            VerifyZone(rule, path);
        if (rule.When == RuleKind.Count)
            VerifyCount(rule, path);
        else
            Refuse(path, kind, "count", "minimumCount", "maximumCount");
        if (rule.When != RuleKind.Loiters)
            Refuse(path, kind, "loiters", "loiterTime", "loiterTimeByClass");
        VerifyClasses(rule, path);
    }

    private void VerifyLine(RuleSettings rule, string path)
    {
        string setting = path + ".line";
        if (rule.Line.Length == 0)
        {
            if (!faults.IsFaulty(setting))
                faults.Add(SettingsFaultKind.Missing, setting, "a rule of kind crosses needs a line", Ids(camera.Lines.Select(l => l.Id)));
        }
        else if (camera.Lines.All(l => l.Id != rule.Line))
        {
            string hint = camera.Zones.Any(z => z.Id == rule.Line) ? " (it is a zone)" : "";
            faults.AddUnknown(SettingsFaultKind.UnknownReference, setting, $"{Printable.Quote(rule.Line)} is not a line of camera {Printable.Quote(camera.Id)}{hint}", rule.Line, camera.Lines.Select(l => l.Id).Where(i => i.Length > 0));
        }
    }

    private void VerifyZone(RuleSettings rule, string path)
    {
        if (rule.Zone.Length == 0 || camera.Zones.Any(z => z.Id == rule.Zone))
            return;
        string hint = camera.Lines.Any(l => l.Id == rule.Zone) ? " (it is a line)" : "";
        faults.AddUnknown(SettingsFaultKind.UnknownReference, path + ".zone", $"{Printable.Quote(rule.Zone)} is not a zone of camera {Printable.Quote(camera.Id)}{hint}", rule.Zone, camera.Zones.Select(z => z.Id).Where(i => i.Length > 0));
    }

    private void VerifyCount(RuleSettings rule, string path)
    {
        if (rule.MinimumCount is null && rule.MaximumCount is null && !faults.IsFaulty(path + ".minimumCount") && !faults.IsFaulty(path + ".maximumCount"))
            faults.Add(SettingsFaultKind.Missing, path + ".maximumCount", "a rule of kind count needs a limit", "minimumCount, maximumCount or both");
        if (rule.MinimumCount > rule.MaximumCount)
            faults.Add(SettingsFaultKind.Contradiction, path + ".minimumCount", $"{rule.MinimumCount} is more than maximumCount {rule.MaximumCount}", "no more than maximumCount");
        if (rule.MinimumCount == 0 && rule.MaximumCount is null)
            faults.Add(SettingsFaultKind.Contradiction, path + ".minimumCount", "there are never fewer than 0", "1 or more, or a maximumCount");
    }

    private void VerifyClasses(RuleSettings rule, string path)
    {
        var seen = new HashSet<string>(StringComparer.OrdinalIgnoreCase);
        for (int i = 0; i < rule.Classes.Count; i++)
        {
            if (rule.Classes[i].Length > 0 && !seen.Add(rule.Classes[i]))
                faults.Add(SettingsFaultKind.DuplicateId, $"{path}.classes[{i}]", $"{Printable.Quote(rule.Classes[i])} is listed twice", "each class once");
        }

        if (rule.Classes.Count == 0)
            return;
        foreach ((string map, IEnumerable<string> keys) in new[] { ("minimumScoreByClass", rule.MinimumScoreByClass.Keys), ("loiterTimeByClass", rule.LoiterTimeByClass.Keys) })
        {
            foreach (string key in keys.Where(k => !seen.Contains(k)))
                faults.AddUnknown(SettingsFaultKind.Contradiction, $"{path}.{map}.{Printable.Plain(key)}", $"{Printable.Quote(key)} is not one of the rule's classes", key, rule.Classes);
        }
    }

    /// <summary>Tells of settings that were written but mean nothing for this kind: whoever wrote them believes they do.</summary>
    private void Refuse(string path, string kind, string only, params string[] names)
    {
        foreach (string name in names.Where(n => faults.Locations.IsGiven($"{path}.{n}")))
            faults.Add(SettingsFaultKind.Contradiction, $"{path}.{name}", $"a rule of kind {kind} has no {name}", $"only with {only}");
    }

    private static string Ids(IEnumerable<string> ids)
    {
        string[] known = [.. ids.Where(i => i.Length > 0)];
        return known.Length == 0 ? "the id of a line, of which the camera has none yet" : Printable.List(known);
    }
}
