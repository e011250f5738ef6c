using System.Collections.Immutable;
using Edge.Agent.Configuration.Checking;
using Edge.Agent.Configuration.Secrets;
using Edge.Domain.Rules;
using Edge.Domain.Zones;

namespace Edge.Agent.Configuration;

/// <summary>Turns rules as written into the domain's rules, once the model's labels are known. Pure.</summary>
public static class RuleResolver
{
    /// <summary>The rules of all cameras.</summary>
    /// <param name="settings">Checked settings.</param>
    /// <param name="labels">The model's class names, by class id. A name that several ids share stands for all of them.</param>
    /// <param name="locations">Where settings were written (<see cref="SettingsResult.Locations"/>); null where that is not known.</param>
    public static RuleResolution Resolve(EdgeSettings settings, IReadOnlyList<string> labels, SettingsLocations? locations = null)
    {
        ArgumentNullException.ThrowIfNull(settings);
        ArgumentNullException.ThrowIfNull(labels);
        var faults = new FaultList(locations ?? new SettingsLocations(new SettingsLocation("configuration")));
        ILookup<string, int> ids = labels.Select((name, id) => (name, id)).ToLookup(l => l.name, l => l.id, StringComparer.OrdinalIgnoreCase);
        var rules = ImmutableDictionary.CreateBuilder<string, ImmutableArray<Rule>>(StringComparer.Ordinal);
        for (int i = 0; i < settings.Cameras.Count; i++)
        {
            CameraSettings camera = settings.Cameras[i];
            rules[camera.Id] = [.. camera.Rules.Select((rule, j) => new OneRule(camera, labels, ids, faults, $"cameras[{i}].rules[{j}]").Resolve(rule))];
        }

        return new RuleResolution(faults.HasFaults ? ImmutableDictionary<string, ImmutableArray<Rule>>.Empty : rules.ToImmutable(), faults.Faults);
    }

    private sealed class OneRule(CameraSettings camera, IReadOnlyList<string> labels, ILookup<string, int> ids, FaultList faults, string path)
    {
        public Rule Resolve(RuleSettings rule) => new()
        {
            Id = rule.Id,
            Kind = rule.When,
            Zone = rule.Zone.Length == 0 ? null : Find<Zone>(camera.Zones, z => z.Id == rule.Zone, path + ".zone", rule.Zone),
            Line = rule.Line.Length == 0 ? null : Find<TripLine>(camera.Lines, l => l.Id == rule.Line, path + ".line", rule.Line),
            Direction = rule.Direction,
            ClassIds = [.. rule.Classes.SelectMany((name, i) => ClassIds(name, $"{path}.classes[{i}]"))],
            MinimumScore = rule.MinimumScore,
            MinimumScoreByClass = ByClass(rule.MinimumScoreByClass, path + ".minimumScoreByClass"),
            LoiterTime = rule.LoiterTime,
            LoiterTimeByClass = ByClass(rule.LoiterTimeByClass, path + ".loiterTimeByClass"),
            MinimumCount = rule.MinimumCount,
            MaximumCount = rule.MaximumCount,
            HoldFrames = rule.HoldFrames,
            Grace = rule.Grace,
            CoolDown = rule.CoolDown,
            Schedule = rule.Schedule,
        };

        private ImmutableDictionary<int, T> ByClass<T>(IReadOnlyDictionary<string, T> values, string mapPath)
        {
            var byId = ImmutableDictionary.CreateBuilder<int, T>();
            foreach ((string name, T value) in values)
            {
                foreach (int id in ClassIds(name, $"{mapPath}.{Printable.Plain(name)}"))
                    byId[id] = value;
            }

            return byId.ToImmutable();
        }

        private IEnumerable<int> ClassIds(string name, string namePath)
        {
            IEnumerable<int> found = ids[name];
            if (!ids.Contains(name))
                faults.AddUnknown(SettingsFaultKind.UnknownReference, namePath, $"the model has no class {Printable.Quote(name)}", name, labels.Distinct());
            return found;
        }

        // Checked settings always have it; settings that somebody made in code may not.
        private T? Find<T>(IEnumerable<T> places, Func<T, bool> isMeant, string placePath, string id)
            where T : class
        {
            T? found = places.FirstOrDefault(isMeant);
            if (found is null)
                faults.Add(SettingsFaultKind.UnknownReference, placePath, $"{Printable.Quote(id)} does not exist in camera {Printable.Quote(camera.Id)}");
            return found;
        }
    }
}
