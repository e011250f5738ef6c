using System.CommandLine;
using System.Text.Json;
using Edge.Contracts.Rollouts;
using Edge.Tool.Cloud;

namespace Edge.Tool.Rollouts;

/// <summary><c>edgectl rollout list</c>: the newest rollouts.</summary>
internal static class RolloutListCommand
{
    public static Command Create()
    {
        var cloud = new CloudOptions();
        var status = new Option<string?>("--status") { Description = "Only running, paused, completed, halted or aborted ones" };
        var json = new Option<bool>("--json") { Description = "A JSON list on standard output" };
        var command = new Command("list", """
            Lists rollouts, the newest first.
              Example: edgectl rollout list --cloud http://127.0.0.1:8080 --token-file token --status running
            """)
        {
            status, json,
        };
        cloud.AddTo(command);
        command.SetAction(parsed => cloud.RunAsync(parsed, async (reached, cancel) =>
        {
            IReadOnlyList<RolloutView> rollouts = await new RolloutApi(reached).ListAsync(parsed.GetValue(status), cancel);
            if (parsed.GetValue(json))
                Console.WriteLine(JsonSerializer.Serialize(rollouts, RolloutJson.Answered));
            else
            {
                foreach (RolloutView rollout in rollouts)
                    Console.WriteLine($"{rollout.Id}  {RolloutText.Word(rollout.Status),-10} {rollout.Plan.Name}  {rollout.Attention ?? rollout.Reason}".TrimEnd());
            }

            return ExitStatus.Done;
        }));
        return command;
    }
}
