using System.CommandLine;
using Edge.Agent.Cloud;
using Edge.Agent.Configuration;
using Edge.Agent.Identity;
using Edge.Agent.Updates;
using Edge.Agent.Updates.Carried;
using Edge.Contracts.Updates;
using Edge.Contracts.Updates.Tuf;

namespace Edge.Agent.Commands;

/// <summary><c>edge-agent update --from</c>: releases that somebody carried to the device, by the running agent, with the same checks as the cloud's.</summary>
internal static class UpdateCommand
{
    private static readonly TimeSpan Look = TimeSpan.FromMilliseconds(500);

    public static Command Create()
    {
        var from = new Option<string>("--from") { Description = "Folder with 'metadata' and 'targets' (edgectl release export), such as a USB stick", Required = true };
        var target = new Option<string[]>("--target") { Description = "kind=PATH of a target, such as model=models/street-1.1.0.pack; default: the newest of each kind that is for this device", AllowMultipleArgumentsPerToken = true };
        var root = new Option<string?>("--root") { Description = "The first root metadata (1.root.json), only for a device that trusts none yet" };
        var wait = new Option<string>("--wait") { Description = "How long to wait for the end", DefaultValueFactory = _ => "15m" };
        var command = new Command("update", "Give the running agent releases from a folder. Exit status 0 all are in force, 1 not.") { from, target, root, wait };
        CommonOptions common = CommonOptions.AddTo(command);
        command.SetAction(async (parsed, cancellationToken) =>
        {
            if (common.Load(parsed) is not { } settings)
                return ExitStatus.BadInput;
            if (!Durations.TryParse(parsed.GetValue(wait), out TimeSpan? limit) || limit is null)
                return await SayAsync($"--wait is '{parsed.GetValue(wait)}'; allowed: a time with its unit, such as 30s or 15m");
            try
            {
                string folder = Path.GetFullPath(parsed.GetRequiredValue(from));
                CarriedOrder order = Order(settings, folder, parsed.GetValue(target) ?? [], parsed.GetValue(root));
                var files = new CarriedFiles(new UpdateFolders(settings.Device.DataPath));
                files.Give(order);
                return await FollowAsync(files, order, limit.Value, cancellationToken);
            }
            catch (Exception e) when (e is IOException or UnauthorizedAccessException or TufRefusedException or EnrolmentException or ArgumentException)
            {
                return await SayAsync(e.Message);
            }
        });
        return command;
    }

    private static CarriedOrder Order(EdgeSettings settings, string folder, string[] named, string? root)
    {
        var machine = HardwareIdentity.Of(settings.Device.Hardware, settings.Device.Serial);
        DeviceEnrolment? enrolment = new EnrolmentFolder(settings.Device.DataPath).Load();
        IReadOnlyDictionary<ReleaseKind, string> targets = named.Length > 0
            ? Parse(named)
            : CarriedFolder.Offers(folder, enrolment?.Hardware ?? machine.Hardware, enrolment?.Serial ?? machine.Serial);
        return targets.Count > 0
            ? new CarriedOrder($"carried-{Guid.CreateVersion7():N}", folder, root is null ? "" : Path.GetFullPath(root), targets)
            : throw new ArgumentException($"'{folder}' has no release for this device (hardware '{machine.Hardware}', serial '{machine.Serial}')");
    }

    private static Dictionary<ReleaseKind, string> Parse(string[] named)
    {
        var targets = new Dictionary<ReleaseKind, string>();
        foreach (string text in named)
        {
            string[] parts = text.Split('=', 2);
            ReleaseKind? kind = parts[0] switch
            {
                "model" => ReleaseKind.Model,
                "configuration" => ReleaseKind.Configuration,
                "agent" => ReleaseKind.Agent,
                "os" => ReleaseKind.OperatingSystem,
                _ => null,
            };
            if (kind is null || parts.Length < 2 || parts[1].Length == 0 || !targets.TryAdd(kind.Value, parts[1]))
                throw new ArgumentException($"--target '{text}'; allowed: model=PATH, configuration=PATH, agent=PATH, os=PATH, each kind once");
        }

        return targets;
    }

    private static async Task<int> FollowAsync(CarriedFiles files, CarriedOrder order, TimeSpan limit, CancellationToken cancellationToken)
    {
        var said = new Dictionary<ReleaseKind, UpdateProgress>();
        long start = TimeProvider.System.GetTimestamp();
        foreach (string path in order.Targets.Values)
            await Console.Out.WriteLineAsync($"asked for {path}");
        while (TimeProvider.System.GetElapsedTime(start) < limit)
        {
            CarriedResult? result = files.ReadResult();
            if (result?.Id == order.Id)
            {
                await TellAsync(result, said);
                if (result.Fault.Length > 0)
                    return await SayAsync(result.Fault, ExitStatus.Failed);
                if (result.IsOver && result.Updates.Count == order.Targets.Count)
                    return result.Updates.Values.All(update => update.Outcome == UpdateOutcome.Committed) ? ExitStatus.Done : ExitStatus.Failed;
            }

            await Task.Delay(Look, TimeProvider.System, cancellationToken);
        }

        return await SayAsync(said.Count == 0
            ? "no agent has taken the order yet; it will when it runs with this data folder"
            : "it is not over yet; the agent goes on", ExitStatus.Failed);
    }

    private static async Task TellAsync(CarriedResult result, Dictionary<ReleaseKind, UpdateProgress> said)
    {
        foreach ((ReleaseKind kind, UpdateProgress update) in result.Updates)
        {
            if (said.TryGetValue(kind, out UpdateProgress? before) && (before.Phase, before.Outcome, before.Reason) == (update.Phase, update.Outcome, update.Reason))
                continue;
            said[kind] = update;
            string reason = update.Reason.Length > 0 ? $": {update.Fault}: {update.Reason}" : "";
            await Console.Out.WriteLineAsync($"{update.Target}: {update.Phase}, {update.Outcome}{reason}");
        }
    }

    private static async Task<int> SayAsync(string what, int status = ExitStatus.BadInput)
    {
        await Console.Error.WriteLineAsync("update: " + what);
        return status;
    }
}
