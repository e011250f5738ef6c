using System.CommandLine;
using System.Text.Json;
using Edge.Contracts.Updates;
using Edge.Contracts.Updates.Publishing;
using Edge.Tool.Packs;
using Spectre.Console;

namespace Edge.Tool.Releases;

/// <summary><c>edgectl release show</c>: what a repository, or a cloud, offers.</summary>
internal static class ReleaseShowCommand
{
    public static Command Create()
    {
        var repo = new Option<string?>("--repo") { Description = "The repository's folder" };
        Option<string?> cloud = ReleaseOptions.Cloud();
        Option<string?> tokenFile = ReleaseOptions.TokenFile();
        Option<bool> json = ReleaseOptions.Json();
        var command = new Command("show", """
            Lists releases, and until when the metadata is good: of a repository's folder, or of a cloud.
              Example: edgectl release show --repo releases
              Example: edgectl release show --cloud http://127.0.0.1:8080 --token-file token
            """)
        {
            repo, cloud, tokenFile, json,
        };
        command.SetAction(parsed => BadInput.GuardAsync(async cancellation =>
        {
            ReleaseList list = await ReadAsync(parsed.GetValue(repo), parsed.GetValue(cloud), parsed.GetValue(tokenFile), cancellation);
            if (parsed.GetValue(json))
                Console.WriteLine(JsonSerializer.Serialize(list, JsonSerializerOptions.Web));
            else
                Print(list);
            return ExitStatus.Done;
        }));
        return command;
    }

    private static async Task<ReleaseList> ReadAsync(string? repo, string? cloud, string? tokenFile, CancellationToken cancellation)
    {
        if (repo is not null)
        {
            ReleaseFolder folder = ReleaseFolder.Open(repo);
            return new ReleaseList(folder.Current().ReadState(), ReleaseTargets.Releases(ReleaseTargets.All(folder.Targets())));
        }

        using ReleaseCloud reached = ReleaseOptions.Open(cloud, tokenFile);
        return await reached.ListAsync(cancellation);
    }

    private static void Print(ReleaseList list)
    {
        Table table = new Table().AddColumn("release").AddColumn("counter").AddColumn("for").AddColumn("size").AddColumn("deltas").AddColumn("SHA-256");
        foreach (ReleaseTarget target in list.Releases)
        {
            ReleaseDescription description = target.Description!;
            table.AddRow(
                target.Path.EscapeMarkup(), $"{description.Counter}", ReleaseText.Addressees(description).EscapeMarkup(), ReleaseText.Size(target.SizeBytes), $"{description.Deltas.Count}", target.Sha256[..12]);
        }

        Wide.Print(table);
        RepositoryState state = list.State;
        Console.WriteLine($"root {state.Root} (good until {ReleaseText.Day(state.RootExpires)}), targets {state.Targets} ({ReleaseText.Day(state.TargetsExpires)}), "
            + $"snapshot {state.Snapshot} ({ReleaseText.Day(state.SnapshotExpires)}), timestamp {state.Timestamp} ({ReleaseText.Day(state.TimestampExpires)})");
    }
}
