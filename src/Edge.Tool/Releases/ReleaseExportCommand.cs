using System.CommandLine;
using Edge.Tool.Packs;

namespace Edge.Tool.Releases;

/// <summary><c>edgectl release export</c>: a repository on a stick.</summary>
internal static class ReleaseExportCommand
{
    public static Command Create()
    {
        Option<string> repo = ReleaseOptions.Repo();
        var usb = new Option<string>("--usb") { Description = "Folder that it goes to, on a stick", Required = true };
        var only = new Option<string[]>("--only") { Description = "Names of the releases whose files are wanted; default: all", AllowMultipleArgumentsPerToken = true, DefaultValueFactory = _ => [] };
        var days = new Option<int>("--days") { Description = "Days that it is good for, 1 to 365: as long as the journey, not longer", DefaultValueFactory = _ => 30 };
        Option<string?> cloud = ReleaseOptions.Cloud();
        Option<string?> tokenFile = ReleaseOptions.TokenFile();
        Option<string[]> keys = ReleaseOptions.Keys();
        var command = new Command("export", """
            Writes releases to a stick for devices without a network. A device takes them with 'edge-agent update --from DIR' and all the checks that it makes online.
              Example: edgectl release export --repo releases --usb /media/stick --cloud https://cloud.example --token-file token
            """)
        {
            repo, usb, only, days, cloud, tokenFile, keys,
        };
        command.SetAction(parsed => BadInput.GuardAsync(async cancellation =>
        {
            ReleaseFolder folder = ReleaseFolder.Open(parsed.GetValue(repo)!);
            using ReleaseCloud? reached = parsed.GetValue(cloud) is null ? null : ReleaseOptions.Open(parsed.GetValue(cloud), parsed.GetValue(tokenFile));
            using SigningKeys? signing = reached is null ? ReleaseOptions.Read(folder, parsed.GetValue(keys)!) : null;
            var export = new ReleaseExport(folder, TimeProvider.System) { Cloud = reached, Keys = signing, Days = parsed.GetValue(days), Only = parsed.GetValue(only)! };
            RepositoryInspection inspection = await export.ExportAsync(parsed.GetValue(usb)!, cancellation);
            ReleaseVerifyCommand.Print(inspection, json: false);
            if (inspection.IsSound)
                Console.WriteLine($"{parsed.GetValue(usb)}: good for {parsed.GetValue(days)} days; on the device: edge-agent update --from {parsed.GetValue(usb)}");
            return inspection.IsSound ? ExitStatus.Done : ExitStatus.Failed;
        }));
        return command;
    }
}
