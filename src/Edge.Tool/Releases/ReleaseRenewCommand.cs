using System.CommandLine;
using Edge.Tool.Packs;

namespace Edge.Tool.Releases;

/// <summary><c>edgectl release renew</c>: signs targets as they are, good for longer.</summary>
internal static class ReleaseRenewCommand
{
    public static Command Create()
    {
        Option<string> repo = ReleaseOptions.Repo();
        Option<string[]> keys = ReleaseOptions.Keys();
        var days = new Option<int>("--targets-days") { Description = "Days until targets must be signed anew", DefaultValueFactory = _ => 180 };
        var command = new Command("renew", """
            Signs targets anew before they expire. (Root: edgectl release rotate --role root --renew. Snapshot and timestamp: the cloud does.)
              Example: edgectl release renew --repo releases
            """)
        {
            repo, days, keys,
        };
        command.SetAction(parsed => BadInput.GuardAsync(_ =>
        {
            ReleaseFolder folder = ReleaseFolder.Open(parsed.GetValue(repo)!);
            using SigningKeys signing = ReleaseOptions.Read(folder, parsed.GetValue(keys)!);
            long version = new ReleasePublisher(folder, signing, TimeProvider.System).Renew(parsed.GetValue(days));
            Console.WriteLine($"targets version {version}, good for {parsed.GetValue(days)} days");
            return Task.FromResult(ExitStatus.Done);
        }));
        return command;
    }
}
