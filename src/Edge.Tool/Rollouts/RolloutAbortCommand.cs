using System.CommandLine;
using Edge.Contracts.Rollouts;
using Edge.Tool.Cloud;

namespace Edge.Tool.Rollouts;

/// <summary><c>edgectl rollout abort</c>.</summary>
internal static class RolloutAbortCommand
{
    public static Command Create()
    {
        var cloud = new CloudOptions();
        var id = new Argument<string>("id") { Description = "Id of the rollout" };
        var keep = new Option<bool>("--keep") { Description = "Devices keep what they took; otherwise they go back to what they had before" };
        var reason = new Option<string?>("--reason") { Description = "Why, for the record" };
        var command = new Command("abort", """
            Ends a rollout: no more devices are offered the release, and those that took it go back.
              Exit status 0 done, 1 the cloud is not there, 2 the rollout has ended already.
              Example: edgectl rollout abort --cloud http://127.0.0.1:8080 --token-file token 0193… --reason "wrong pack"
            """)
        {
            id, keep, reason,
        };
        cloud.AddTo(command);
        command.SetAction(parsed => cloud.RunAsync(parsed, async (reached, cancel) =>
        {
            var how = new RolloutAbort { Keep = parsed.GetValue(keep), Reason = parsed.GetValue(reason) };
            Console.Write(RolloutText.Of(await new RolloutApi(reached).ActAsync(parsed.GetValue(id)!, "abort", how, cancel)));
            return ExitStatus.Done;
        }));
        return command;
    }
}
