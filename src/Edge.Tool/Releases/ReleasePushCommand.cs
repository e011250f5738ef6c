using System.CommandLine;
using System.Text.Json;
using Edge.Contracts.Updates.Publishing;
using Edge.Tool.Packs;

namespace Edge.Tool.Releases;

/// <summary><c>edgectl release push</c>: brings a repository to a cloud.</summary>
internal static class ReleasePushCommand
{
    public static Command Create()
    {
        Option<string> repo = ReleaseOptions.Repo();
        Option<string?> cloud = ReleaseOptions.Cloud(required: true);
        Option<string?> tokenFile = ReleaseOptions.TokenFile(required: true);
        Option<bool> json = ReleaseOptions.Json();
        var command = new Command("push", """
            Uploads what is new to a cloud, which checks all of it as a device would before it serves it. No device changes by this: a rollout does that.
              Example: edgectl release push --repo releases --cloud http://127.0.0.1:8080 --token-file token
            """)
        {
            repo, cloud, tokenFile, json,
        };
        command.SetAction(parsed => BadInput.GuardAsync(async cancellation =>
        {
            using ReleaseCloud reached = ReleaseOptions.Open(parsed.GetValue(cloud), parsed.GetValue(tokenFile));
            var push = new ReleasePush(ReleaseFolder.Open(parsed.GetValue(repo)!), reached);
            // The bars live as long as the work that they are given, so it is waited for inside.
            (int files, RepositoryState state) = await Task.Run(
                () => StepProgress.Follow(report => push.PushAsync(report, cancellation).GetAwaiter().GetResult()), cancellation);
            Console.WriteLine(parsed.GetValue(json)
                ? JsonSerializer.Serialize(new { files, state }, JsonSerializerOptions.Web)
                : $"{files} files uploaded; the cloud serves root {state.Root}, targets {state.Targets}, snapshot {state.Snapshot}, timestamp {state.Timestamp} (good until {ReleaseText.Day(state.TimestampExpires)})");
            return ExitStatus.Done;
        }));
        return command;
    }
}
