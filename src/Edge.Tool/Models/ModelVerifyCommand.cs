using System.CommandLine;
using System.Text.Json;
using Edge.Contracts.Packs;
using Edge.Tool.Packs;
using Spectre.Console;

namespace Edge.Tool.Models;

/// <summary><c>edgectl model verify</c>: every check that an agent makes of a pack, by name.</summary>
internal static class ModelVerifyCommand
{
    private static readonly JsonSerializerOptions Camel = new() { PropertyNamingPolicy = JsonNamingPolicy.CamelCase };

    public static Command Create()
    {
        var pack = new Argument<string>("pack") { Description = "A .pack file or a pack's folder" };
        var key = new Option<string[]>("--key") { Description = "Public key that must have signed it; of several, one is enough", DefaultValueFactory = _ => [], AllowMultipleArgumentsPerToken = true };
        var json = new Option<bool>("--json") { Description = "One JSON object on standard output" };
        var command = new Command("verify", """
            Checks a pack from outside in: container, manifest, files, signature, model, golden vectors.
              The model is opened in a child process with limits on memory and time. Nothing is written. Exit status 0 sound, 2 refused.
              Example: edgectl model verify inspector.pack --key vendor.pub
            """)
        {
            pack, key, json,
        };
        command.SetAction(parsed => BadInput.GuardAsync(async cancellationToken =>
        {
            string[] keys = parsed.GetValue(key)!;
            PackTrust? trust = keys.Length == 0 ? null : new PackTrust([.. keys.Select(PackKey.FromFile)]);
            PackInspection inspection = new(parsed.GetValue(pack)!);
            await inspection.RunAsync(trust, cancellationToken);
            Print(parsed.GetValue(pack)!, inspection, parsed.GetValue(json));
            return inspection.IsSound ? ExitStatus.Done : ExitStatus.BadInput;
        }));
        return command;
    }

    private static void Print(string path, PackInspection inspection, bool json)
    {
        if (json)
        {
            Console.WriteLine(JsonSerializer.Serialize(
                new
                {
                    pack = path,
                    sound = inspection.IsSound,
                    name = inspection.Pack?.Manifest.Name,
                    version = inspection.Pack?.Manifest.Version,
                    digest = inspection.Pack?.Digest,
                    fault = inspection.Checks.FirstOrDefault(check => check.Passed == false)?.Fault,
                    checks = inspection.Checks,
                },
                Camel));
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
