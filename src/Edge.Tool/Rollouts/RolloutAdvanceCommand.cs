using System.CommandLine;
using Edge.Contracts.Rollouts;
using Edge.Tool.Cloud;

namespace Edge.Tool.Rollouts;

/// <summary><c>edgectl rollout advance</c>.</summary>
internal static class RolloutAdvanceCommand
{
    public static Command Create()
    {
        var cloud = new CloudOptions();
        var id = new Argument<string>("id") { Description = "Id of the rollout" };
        var reason = new Option<string>("--reason") { Description = "Why, for the record", Required = true };
        var command = new Command("advance", """
            Lets the open ring pass without its quorum: the next one begins. Its devices are watched on.
              Exit status 0 done, 1 the cloud is not there, 2 no ring is open.
              Example: edgectl rollout advance --cloud http://127.0.0.1:8080 --token-file token 0193… --reason "the site is being rebuilt"
            """)
        {
            id, reason,
        };
        cloud.AddTo(command);
        command.SetAction(parsed => cloud.RunAsync(parsed, async (reached, cancel) =>
        {
            Console.Write(RolloutText.Of(await new RolloutApi(reached).ActAsync(parsed.GetValue(id)!, "advance", new RolloutAdvance { Reason = parsed.GetValue(reason)! }, cancel)));
            return ExitStatus.Done;
        }));
        return command;
    }
}
