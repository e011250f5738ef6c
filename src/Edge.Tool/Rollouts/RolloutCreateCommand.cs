using System.CommandLine;
using System.Text.Json;
using Edge.Contracts.Rollouts;
using Edge.Contracts.Updates;
using Edge.Contracts.Updates.Publishing;
using Edge.Tool.Cloud;

namespace Edge.Tool.Rollouts;

/// <summary><c>edgectl rollout create</c>: takes a release to devices, ring by ring.</summary>
internal static class RolloutCreateCommand
{
    private static readonly Option<string?> Plan = new("--plan") { Description = "JSON file with the whole plan, as the API takes it; the other options of the plan are then not used" };
    private static readonly Option<string?> Target = new("--target") { Description = "Path of the release, as 'edgectl release show' lists it" };
    private static readonly Option<string?> Name = new("--name") { Description = "Name for people; default: the release's name and version" };
    private static readonly Option<string[]> Sites = Many("--site", "Only devices of these sites");
    private static readonly Option<string[]> Labels = Many("--label", "Only devices with these labels: name=value");
    private static readonly Option<string[]> Devices = Many("--device", "Only these devices");
    private static readonly Option<string[]> Rings = Many("--ring", "A ring, in order: [NAME:]WHO[@SOAK], WHO a number, 10%, label=value or all; default: 1, 10%, all");
    private static readonly Option<string> Soak = new("--soak") { Description = "How long a device is watched after it installed the release", DefaultValueFactory = _ => "1h" };
    private static readonly Option<string> Wait = new("--wait") { Description = "How long a device may take before its ring goes on without it", DefaultValueFactory = _ => "1d" };
    private static readonly Option<double> Quorum = new("--quorum") { Description = "Share of a ring that must have proved well, above 0 to 1", DefaultValueFactory = _ => 0.8 };
    private static readonly Option<string[]> Limits = Many("--limit", $"A limit, NAME=NUMBER or NAME=off: {LimitSpec.Names}");
    private static readonly Option<bool> DryRun = new("--dry-run") { Description = "Only say which devices it would take" };
    private static readonly Option<bool> Follow = new("--follow") { Description = "Print what happens until it is over" };
    private static readonly Option<bool> Json = new("--json") { Description = "One JSON object on standard output" };

    public static Command Create()
    {
        var cloud = new CloudOptions();
        var command = new Command("create", """
            Takes a release to devices ring by ring, and back by itself where they do badly.
              Exit status 0 done (with --follow: completed), 1 the cloud is not there (with --follow: halted or aborted), 2 the plan is out of order.
              Example: edgectl rollout create --cloud http://127.0.0.1:8080 --token-file token --target models/street-1.5.0.zip --ring 1@10m --ring tier=canary --ring 10% --ring all --follow
            """)
        {
            Plan, Target, Name, Sites, Labels, Devices, Rings, Soak, Wait, Quorum, Limits, DryRun, Follow, Json,
        };
        cloud.AddTo(command);
        command.SetAction(parsed => cloud.RunAsync(parsed, (reached, cancel) => RunAsync(parsed, reached, cancel)));
        return command;
    }

    private static async Task<int> RunAsync(ParseResult parsed, CloudClient cloud, CancellationToken cancel)
    {
        var api = new RolloutApi(cloud);
        RolloutPlan plan = parsed.GetValue(Plan) is { } file ? Read(file) : await PlanAsync(parsed, cloud, cancel);
        if (RolloutPlanChecks.Faults(plan) is { Count: > 0 } faults)
            throw new IOException("the plan is out of order:\n  " + string.Join("\n  ", faults));
        bool isDry = parsed.GetValue(DryRun);
        RolloutView rollout = isDry ? await api.PreviewAsync(plan, cancel) : await api.CreateAsync(plan, cancel);
        if (parsed.GetValue(Follow) && !isDry)
            rollout = await api.FollowAsync(rollout.Id, cancel);
        if (isDry && !parsed.GetValue(Json))
            Console.WriteLine("nothing was started; it would be:");
        Console.Write(parsed.GetValue(Json) ? JsonSerializer.Serialize(rollout, RolloutJson.Answered) + "\n" : RolloutText.Of(rollout));
        return rollout.Status is RolloutStatus.Halted or RolloutStatus.Aborted ? ExitStatus.Failed : ExitStatus.Done;
    }

    private static async Task<RolloutPlan> PlanAsync(ParseResult parsed, CloudClient cloud, CancellationToken cancel)
    {
        string target = parsed.GetValue(Target) ?? throw new IOException("neither --target nor --plan is given; allowed: one of them");
        ReleaseList published = await cloud.GetAsync<ReleaseList>("api/v1/releases", cancel);
        ReleaseDescription release = published.Releases.FirstOrDefault(one => one.Path == target)?.Description
            ?? throw new IOException($"--target is '{target}'; allowed: {(published.Releases.Count == 0 ? "nothing yet, no release is published" : string.Join(", ", published.Releases.Select(one => one.Path)))}");
        string[] rings = parsed.GetValue(Rings) is { Length: > 0 } given ? given : ["1", "10%", "all"];
        return new RolloutPlan
        {
            Name = parsed.GetValue(Name) ?? $"{release.Name} {release.Version}",
            Kind = release.Kind,
            Target = target,
            Devices = new DeviceSelector { Sites = parsed.GetValue(Sites)!, Labels = RingSpec.Labels(parsed.GetValue(Labels)!), Devices = parsed.GetValue(Devices)! },
            Rings = [.. rings.Select(RingSpec.Parse)],
            SoakSeconds = DurationText.Seconds(parsed.GetValue(Soak)!, "--soak"),
            WaitSeconds = DurationText.Seconds(parsed.GetValue(Wait)!, "--wait"),
            Quorum = parsed.GetValue(Quorum),
            Limits = LimitSpec.Apply(parsed.GetValue(Limits)!),
        };
    }

    private static RolloutPlan Read(string file)
    {
        try
        {
            return JsonSerializer.Deserialize<RolloutPlan>(File.ReadAllText(file), RolloutJson.Asked) ?? throw new IOException($"'{file}' holds null; allowed: a plan");
        }
        catch (JsonException e)
        {
            throw new IOException($"'{file}', {e.Path}: {e.Message}", e);
        }
    }

    private static Option<string[]> Many(string name, string description) => new(name) { Description = description, AllowMultipleArgumentsPerToken = true, DefaultValueFactory = _ => [] };
}
