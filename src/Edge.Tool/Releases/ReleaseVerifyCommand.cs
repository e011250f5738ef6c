using System.CommandLine;
using System.Text.Json;
using Edge.Tool.Packs;
using Spectre.Console;

namespace Edge.Tool.Releases;

/// <summary><c>edgectl release verify</c>: every check that a device makes of a repository.</summary>
internal static class ReleaseVerifyCommand
{
    public static Command Create()
    {
        Option<string> repo = ReleaseOptions.Repo();
        var root = new Option<string?>("--root") { Description = "The root that a device came with; default: version 1 of the repository itself" };
        Option<bool> json = ReleaseOptions.Json();
        var command = new Command("verify", """
            Checks a repository, or what 'release export' wrote, as a device does: roots, timestamp, snapshot, targets, every file. Nothing is written.
              Exit status 0 sound, 2 refused.
              Example: edgectl release verify --repo /media/stick --root 1.root.json
            """)
        {
            repo, root, json,
        };
        command.SetAction(parsed => BadInput.GuardAsync(async cancellation =>
        {
            var inspection = new RepositoryInspection(ReleaseFolder.Open(parsed.GetValue(repo)!), TimeProvider.System.GetUtcNow());
            inspection.Run(parsed.GetValue(root) is { } file ? await File.ReadAllBytesAsync(file, cancellation) : null);
            Print(inspection, parsed.GetValue(json));
            return inspection.IsSound ? ExitStatus.Done : ExitStatus.BadInput;
        }));
        return command;
    }

    /// <summary>Prints the checks, and on standard error what failed.</summary>
    public static void Print(RepositoryInspection inspection, bool json)
    {
        if (json)
        {
            Console.WriteLine(JsonSerializer.Serialize(new { sound = inspection.IsSound, checks = inspection.Checks }, JsonSerializerOptions.Web));
            return;
        }

        Table table = new Table().AddColumn("check").AddColumn("").AddColumn("");
        foreach (PackCheck check in inspection.Checks)
        {
            string mark = check.Passed switch { true => "[green]sound[/]", false => "[red]REFUSED[/]", null => "-" };
            table.AddRow(check.Name, mark, (check.Fault is null ? check.Detail : $"{check.Fault}: {check.Detail}").EscapeMarkup());
        }

        Wide.Print(table);
        if (inspection.Checks.FirstOrDefault(check => check.Passed == false) is { } refused)
            Console.Error.WriteLine($"edgectl: {refused.Detail}");
    }
}
