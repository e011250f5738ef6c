using System.CommandLine;
using System.Text.Json;
using Edge.Contracts.Rollouts;
using Edge.Tool.Cloud;

namespace Edge.Tool.Rollouts;

/// <summary><c>edgectl rollout show</c>: where a rollout is, and what happened.</summary>
internal static class RolloutShowCommand
{
    public static Command Create()
    {
        var cloud = new CloudOptions();
        var id = new Argument<string>("id") { Description = "Id of the rollout" };
        var devices = new Option<bool>("--devices") { Description = "Each device with a line" };
        var events = new Option<bool>("--events") { Description = "What happened, in order" };
        var follow = new Option<bool>("--follow") { Description = "Print what happens until it is over" };
        var json = new Option<bool>("--json") { Description = "One JSON object on standard output" };
        var command = new Command("show", """
            Shows where a rollout is: its rings, where their devices are, and what each limit came to.
              Exit status 0 shown, 1 the cloud is not there (with --follow: halted or aborted), 2 there is no such rollout.
              Example: edgectl rollout show --cloud http://127.0.0.1:8080 --token-file token 0193… --devices
            """)
        {
            id, devices, events, follow, json,
        };
        cloud.AddTo(command);
        command.SetAction(parsed => cloud.RunAsync(parsed, async (reached, cancel) =>
        {
            var api = new RolloutApi(reached);
            string rolloutId = parsed.GetValue(id)!;
            RolloutView rollout = parsed.GetValue(follow) ? await api.FollowAsync(rolloutId, cancel) : await api.ShowAsync(rolloutId, cancel);
            Console.Write(parsed.GetValue(json) ? JsonSerializer.Serialize(rollout, RolloutJson.Answered) + "\n" : RolloutText.Of(rollout));
            if (parsed.GetValue(events) && !parsed.GetValue(follow))
            {
                foreach (RolloutEventView happened in await api.EventsAsync(rolloutId, 0, cancel))
                    Console.WriteLine(RolloutText.Of(happened));
            }

            if (parsed.GetValue(devices))
            {
                foreach (RolloutDeviceView device in await api.DevicesAsync(rolloutId, cancel))
                    Console.WriteLine(RolloutText.Of(device));
            }

            return parsed.GetValue(follow) && rollout.Status is RolloutStatus.Halted or RolloutStatus.Aborted ? ExitStatus.Failed : ExitStatus.Done;
        }));
        return command;
    }
}
