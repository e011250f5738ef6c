using System.CommandLine;
using Edge.Tool.Packs;

namespace Edge.Tool.Releases;

/// <summary><c>edgectl release withdraw</c>: takes a release out of the metadata.</summary>
internal static class ReleaseWithdrawCommand
{
    public static Command Create()
    {
        var path = new Argument<string>("target") { Description = "Its name, such as models/inspector-1.3.0.pack" };
        Option<string> repo = ReleaseOptions.Repo();
        Option<string[]> keys = ReleaseOptions.Keys();
        var days = new Option<int>("--targets-days") { Description = "Days until targets must be signed anew", DefaultValueFactory = _ => 180 };
        var command = new Command("withdraw", """
            Takes a release out of the signed metadata, so that no device installs it any more. Devices that have it keep it until they get another.
              Example: edgectl release withdraw models/inspector-1.3.0.pack --repo releases
            """)
        {
            path, repo, days, keys,
        };
        command.SetAction(parsed => BadInput.GuardAsync(_ =>
        {
            ReleaseFolder folder = ReleaseFolder.Open(parsed.GetValue(repo)!);
            using SigningKeys signing = ReleaseOptions.Read(folder, parsed.GetValue(keys)!);
            long version = new ReleasePublisher(folder, signing, TimeProvider.System).Withdraw(parsed.GetValue(path)!, parsed.GetValue(days));
            Console.WriteLine($"{parsed.GetValue(path)} is withdrawn; targets version {version}");
            return Task.FromResult(ExitStatus.Done);
        }));
        return command;
    }
}
