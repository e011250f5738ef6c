using System.CommandLine;
using Edge.Tool.Cloud;

namespace Edge.Tool.Rollouts;

/// <summary><c>edgectl rollout resume</c>.</summary>
internal static class RolloutResumeCommand
{
    public static Command Create()
    {
        var cloud = new CloudOptions();
        var id = new Argument<string>("id") { Description = "Id of the rollout" };
        var command = new Command("resume", """
            Lets a paused rollout go on.
              Exit status 0 done, 1 the cloud is not there, 2 the rollout is not where this can be done.
              Example: edgectl rollout resume --cloud http://127.0.0.1:8080 --token-file token 0193…
            """)
        {
            id,
        };
        cloud.AddTo(command);
        command.SetAction(parsed => cloud.RunAsync(parsed, async (reached, cancel) =>
        {
            Console.Write(RolloutText.Of(await new RolloutApi(reached).ActAsync(parsed.GetValue(id)!, "resume", null, cancel)));
            return ExitStatus.Done;
        }));
        return command;
    }
}
