using System.CommandLine;
using System.Text.Json;
using Edge.Contracts.Updates;
using Edge.Tool.Packs;

namespace Edge.Tool.Releases;

/// <summary><c>edgectl release publish</c>: signs a release.</summary>
internal static class ReleasePublishCommand
{
    private static readonly Argument<string> Source = new("source") { Description = "A pack or its folder; an edge.yaml; the folder that 'dotnet publish' made of the agent, or a tar of it; a RAUC bundle" };
    private static readonly Option<string> Repo = ReleaseOptions.Repo();
    private static readonly Option<string> Kind = new("--kind") { Description = "model, configuration, agent or os", Required = true };
    private static readonly Option<string?> Name = new("--name") { Description = "Letters, digits, '.', '_' and '-'; default: the pack's own, or edge, edge-agent, system" };
    private static readonly Option<string?> Version = new("--version") { Description = "For people; what has a version never changes; default: the pack's own" };
    private static readonly Option<long?> Counter = new("--counter") { Description = "Devices never go to a lower one of a kind; default: one more than the highest here" };
    private static readonly Option<string[]> Hardware = Names("--hardware", "Hardware ids that it is for; default: any");
    private static readonly Option<string[]> Serials = Names("--serial", "Serial numbers of the devices that it is for; default: any");
    private static readonly Option<double?> Changed = new("--max-changed") { Description = "Largest share of stored pictures that may get another verdict in the replay, 0 to 1; default: the device's own limit" };
    private static readonly Option<double?> Latency = new("--max-latency-ms") { Description = "Longest p99 of one inference on the device; default: no limit" };
    private static readonly Option<int> Deltas = new("--deltas") { Description = "From how many earlier releases of that name deltas are made, 0 to 16", DefaultValueFactory = _ => 3 };
    private static readonly Option<int> Days = new("--targets-days") { Description = "Days until targets must be signed anew", DefaultValueFactory = _ => 180 };
    private static readonly Option<string[]> Keys = ReleaseOptions.Keys();
    private static readonly Option<bool> Json = ReleaseOptions.Json();

    public static Command Create()
    {
        var command = new Command("publish", """
            Signs a release into a repository: checked as a device checks it, with deltas from earlier ones (xdelta3), bounds and addressees.
              Nothing leaves this computer; 'edgectl release push' uploads.
              Example: edgectl release publish inspector-1.3.0.pack --repo releases --kind model --max-changed 0.02 --max-latency-ms 40
              Example: edgectl release publish edge.yaml --repo releases --kind configuration --version 7 --serial LINE-4
            """)
        {
            Source, Repo, Kind, Name, Version, Counter, Hardware, Serials, Changed, Latency, Deltas, Days, Keys, Json,
        };
        command.SetAction(parsed => BadInput.GuardAsync(async cancellation =>
        {
            ReleaseFolder folder = ReleaseFolder.Open(parsed.GetValue(Repo)!);
            using SigningKeys keys = ReleaseOptions.Read(folder, parsed.GetValue(Keys)!);
            PublishedRelease published = await new ReleasePublisher(folder, keys, TimeProvider.System).PublishAsync(Read(parsed), cancellation);
            Print(published, parsed.GetValue(Json));
            return ExitStatus.Done;
        }));
        return command;
    }

    private static PublishRequest Read(ParseResult parsed) => new()
    {
        Kind = parsed.GetValue(Kind) switch
        {
            "model" => ReleaseKind.Model,
            "configuration" => ReleaseKind.Configuration,
            "agent" => ReleaseKind.Agent,
            "os" => ReleaseKind.OperatingSystem,
            { } other => throw new ReleaseException($"--kind {other}; allowed: model, configuration, agent, os"),
            null => throw new ReleaseException("--kind is missing"),
        },
        Source = parsed.GetValue(Source)!,
        Name = parsed.GetValue(Name),
        Version = parsed.GetValue(Version),
        Counter = parsed.GetValue(Counter),
        Hardware = parsed.GetValue(Hardware)!,
        Serials = parsed.GetValue(Serials)!,
        MaximumChangedFraction = parsed.GetValue(Changed),
        MaximumLatencyMs = parsed.GetValue(Latency),
        Deltas = parsed.GetValue(Deltas) is >= 0 and <= 16 and int deltas ? deltas : throw new ReleaseException("--deltas: allowed are 0 to 16"),
        TargetsDays = parsed.GetValue(Days),
    };

    private static void Print(PublishedRelease published, bool json)
    {
        ReleaseTarget target = published.Target;
        if (json)
        {
            Console.WriteLine(JsonSerializer.Serialize(new { target = target.Path, target.SizeBytes, target.Sha256, target.Description, published.Deltas, published.TargetsVersion }, JsonSerializerOptions.Web));
            return;
        }

        Console.WriteLine($"{target.Path}: {ReleaseText.Size(target.SizeBytes)}, counter {target.Description!.Counter}, for {ReleaseText.Addressees(target.Description)}; targets version {published.TargetsVersion}");
        foreach (DeltaDescription described in target.Description.Deltas)
        {
            ReleaseTarget delta = published.Deltas.Single(made => made.Path == described.Path);
            Console.WriteLine($"  delta from {described.FromSha256[..12]}: {ReleaseText.Size(delta.SizeBytes)}, {delta.SizeBytes * 100.0 / target.SizeBytes:0.#} % of the whole; tried");
        }

        foreach (string why in published.NoDeltas)
            Console.WriteLine($"  no delta from {why}");
    }

    private static Option<string[]> Names(string name, string description) =>
        new(name) { Description = description, AllowMultipleArgumentsPerToken = true, DefaultValueFactory = _ => [] };
}
