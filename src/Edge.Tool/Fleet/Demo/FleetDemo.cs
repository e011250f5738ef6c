using System.Text.Json;
using Edge.Contracts.Rollouts;
using Edge.Contracts.Updates;

namespace Edge.Tool.Fleet.Demo;

/// <summary>
/// The story, on the real parts:
/// <list type="number">
/// <item>a cloud, a broker, five devices that enrol;</item>
/// <item>a new model goes to a ring of one, proves itself, and goes to all;</item>
/// <item>a bad model goes to the ring of one, is noticed, halted, and taken back by itself;</item>
/// <item>what is checked at the end: who runs what, that no agent was restarted, that nothing was lost.</item>
/// </list>
/// </summary>
internal sealed class FleetDemo(DemoOptions options, TimeProvider time)
{
    private static readonly TimeSpan Look = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(6);
    private readonly DemoTimeline _timeline = new(time);
    private readonly List<string> _failures = [];

    /// <summary>Tells it.</summary>
    /// <returns>What did not come out as it must; empty when all did.</returns>
    /// <exception cref="DemoException">It can't go on.</exception>
    public async Task<IReadOnlyList<string>> RunAsync(CancellationToken cancellation)
    {
        _timeline.Chapter("1. A cloud, and devices that enrol with it");
        await using DemoCloud cloud = await DemoCloud.StartAsync(options, cancellation);
        _timeline.Tell("cloud", $"serves operators at {cloud.Address} and devices at {cloud.DeviceAddress}; sign in as {DemoCloud.Operator}, password {cloud.Password}");
        using var api = new DemoApi(cloud.Address, (await File.ReadAllTextAsync(cloud.TokenFile, cancellation)).Trim());
        await using var pictures = new DemoPictures(options, cloud, _timeline);
        DemoDevice[] devices = [.. Enumerable.Range(1, options.Devices).Select(number => new DemoDevice(options, number))];
        try
        {
            await StartDevicesAsync(cloud, devices, cancellation);
            var releases = new DemoReleases(options, cloud);
            await releases.InitAsync(cancellation);
            _timeline.Tell("releaser", "made keys for releases: 2 of 3 root keys must sign a change of keys; the cloud holds none that could sign a release");
            await BaselineAsync(api, devices, cancellation);
            await pictures.TakeAsync("1-fleet", "/", cancellation);
            string good = await GoodAsync(api, releases, pictures, devices, cancellation);
            await BadAsync(api, releases, pictures, devices, good, cancellation);
            await CheckAsync(api, devices, good, cancellation);
        }
        finally
        {
            foreach (DemoDevice device in devices)
                await device.DisposeAsync();
            _timeline.Save(Path.Combine(options.Folder, "timeline.txt"));
        }

        return _failures;
    }

    private async Task StartDevicesAsync(DemoCloud cloud, DemoDevice[] devices, CancellationToken cancellation)
    {
        foreach (DemoDevice device in devices)
        {
            string token = await cloud.EnrolmentTokenAsync("demo-street", device.Id, $"ring:{device.Ring}", cancellation);
            await device.EnrolAsync(cloud.DeviceAddress, token, cancellation);
            device.Start();
            _timeline.Tell(device.Id, "made its key, enrolled with a one-time token, and watches its street");
        }
    }

    private async Task BaselineAsync(DemoApi api, DemoDevice[] devices, CancellationToken cancellation)
    {
        await UntilAsync("every device is online and has reported", async () =>
        {
            IReadOnlyDictionary<string, JsonElement> known = await api.DevicesAsync(cancellation);
            return devices.All(device => known.TryGetValue(device.Id, out JsonElement found) && found.GetProperty("status").GetString() == "online" && DemoApi.ReportOf(found) is not null);
        }, devices, cancellation);
        _timeline.Tell("cloud", $"{devices.Length} devices are online; each has said, signed, what it runs");
        await UntilAsync($"every device has told {options.AlertsBefore} alerts", async () =>
        {
            foreach (DemoDevice device in devices)
            {
                if (await api.AlertsAsync(device.Id, cancellation) < options.AlertsBefore)
                    return false;
            }

            return true;
        }, devices, cancellation);
        _timeline.Tell("cloud", $"has stored at least {options.AlertsBefore} alerts of each device: there is a 'before' to compare with");
    }

    private async Task<string> GoodAsync(DemoApi api, DemoReleases releases, DemoPictures pictures, DemoDevice[] devices, CancellationToken cancellation)
    {
        _timeline.Chapter("2. A new model: a ring of one, then all");
        string target = await releases.PublishAsync(DemoModels.WriteGood(options), 0.5, cancellation);
        _timeline.Tell("releaser", $"signed and uploaded {target}");
        RolloutView rollout = await api.CreateAsync(Plan("street-demo 1.1.0", target), cancellation);
        RolloutView ended = await FollowAsync(api, rollout.Id, devices, async view =>
        {
            if (view.Rings[0].Status == RingStatus.Passed)
                await pictures.TakeOnceAsync("2-new-model-second-ring", $"/rollouts/{rollout.Id}", cancellation);
            return view.Status is not RolloutStatus.Running;
        }, cancellation);
        await pictures.TakeAsync("3-new-model-everywhere", $"/rollouts/{rollout.Id}", cancellation);
        Require(ended.Status == RolloutStatus.Completed, $"the rollout of {target} is {ended.Status}, not completed: {ended.Reason}");
        await RequireRunAsync(api, devices, target, cancellation);
        return target;
    }

    private async Task BadAsync(DemoApi api, DemoReleases releases, DemoPictures pictures, DemoDevice[] devices, string good, CancellationToken cancellation)
    {
        _timeline.Chapter("3. A bad model: noticed in the ring of one, halted and taken back by itself");
        string target = await releases.PublishAsync(DemoModels.WriteBad(options), 1, cancellation);
        _timeline.Tell("releaser", $"signed and uploaded {target}, by mistake: it hardly sees anything, and its replay budget allows that");
        RolloutView rollout = await api.CreateAsync(Plan("street-demo 1.2.0", target), cancellation);
        RolloutView ended = await FollowAsync(api, rollout.Id, devices, async view =>
        {
            if (view.Status == RolloutStatus.Running)
                return false;
            await pictures.TakeOnceAsync("4-bad-model-halted", $"/rollouts/{rollout.Id}", cancellation);
            IReadOnlyList<RolloutDeviceView> taken = await api.RolloutDevicesAsync(rollout.Id, cancellation);
            return taken.All(device => device.Progress is not (DeviceProgress.RollingBack or DeviceProgress.Updating or DeviceProgress.OnTrial or DeviceProgress.Offered));
        }, cancellation);
        Require(ended.Status == RolloutStatus.Halted, $"the rollout of the bad model is {ended.Status}, not halted");
        Require(ended.Rings[1].Status == RingStatus.Waiting, $"the second ring is {ended.Rings[1].Status}: the bad model must not leave the ring of one");
        await RequireRunAsync(api, devices, good, cancellation);
        _timeline.Tell("cloud", $"every device runs {good}; nobody but the first ever had the bad one, and no person did anything");
        await pictures.TakeAsync("5-bad-model-taken-back", $"/rollouts/{rollout.Id}", cancellation);
        await pictures.TakeAsync("6-device", $"/devices/{devices[0].Id}", cancellation);
        await pictures.TakeAsync("7-alerts", "/alerts", cancellation);
    }

    private async Task CheckAsync(DemoApi api, DemoDevice[] devices, string good, CancellationToken cancellation)
    {
        _timeline.Chapter("4. At the end");
        IReadOnlyDictionary<string, JsonElement> known = await api.DevicesAsync(cancellation);
        foreach (DemoDevice device in devices)
        {
            DeviceReport? report = DemoApi.ReportOf(known[device.Id]);
            InstalledRelease? model = report?.Installed.GetValueOrDefault(ReleaseKind.Model);
            int alerts = await api.AlertsAsync(device.Id, cancellation);
            _timeline.Tell(device.Id, $"runs {model?.Target}; its agent was started {device.Starts} time; {(alerts < DemoApi.MostAlerts ? $"{alerts}" : $"{alerts} or more")} alerts in the cloud");
            Require(model?.Target == good, $"{device.Id} runs '{model?.Target}', not '{good}'");
            Require(device.Starts == 1, $"the agent of {device.Id} was started {device.Starts} times: a model is swapped without a restart");
        }
    }

    private RolloutPlan Plan(string name, string target) => new()
    {
        Name = name,
        Kind = ReleaseKind.Model,
        Target = target,
        Rings =
        [
            new RingPlan { Name = "first", Only = new DeviceSelector { Labels = new Dictionary<string, string> { ["ring"] = "first" } } },
            new RingPlan { Name = "all" },
        ],
        SoakSeconds = options.SoakSeconds,
        WaitSeconds = Patience.TotalSeconds / 2,
        Quorum = 1,
        BaselineSeconds = 3600,
        // A laptop that runs a whole fleet is a poor judge of latencies.
        Limits = new HealthLimits { MaximumLatencyRatio = null, MaximumTemperatureC = null, MaximumShadowDisagreement = 0.3 },
    };

    // Prints what happens in a rollout until it is over, or long enough was waited.
    private async Task<RolloutView> FollowAsync(DemoApi api, string id, DemoDevice[] devices, Func<RolloutView, Task<bool>> isOver, CancellationToken cancellation)
    {
        long seen = 0;
        RolloutView view = await api.RolloutAsync(id, cancellation);
        var phases = new Dictionary<string, string>();
        // How the release before fared is no news.
        await TellPhasesAsync(api, phases, cancellation, isQuiet: true);
        await UntilAsync("the rollout is over", async () =>
        {
            foreach (RolloutEventView happened in await api.EventsAsync(id, seen, cancellation))
            {
                seen = happened.Number;
                _timeline.Tell(happened.Device ?? "cloud", happened.Text, happened.Kind is "failed" or "halted");
            }

            await TellPhasesAsync(api, phases, cancellation);
            view = await api.RolloutAsync(id, cancellation);
            return await isOver(view);
        }, devices, cancellation);
        foreach (RolloutEventView happened in await api.EventsAsync(id, seen, cancellation))
            _timeline.Tell(happened.Device ?? "cloud", happened.Text, happened.Kind is "failed" or "halted");
        return view;
    }

    private async Task TellPhasesAsync(DemoApi api, Dictionary<string, string> phases, CancellationToken cancellation, bool isQuiet = false)
    {
        foreach ((string id, JsonElement device) in await api.DevicesAsync(cancellation))
        {
            if (DemoApi.ReportOf(device)?.Updates.GetValueOrDefault(ReleaseKind.Model) is not { } update)
                continue;
            string said = $"{JsonNamingPolicy.CamelCase.ConvertName(update.Phase.ToString())}: {Path.GetFileName(update.Target)} is {JsonNamingPolicy.CamelCase.ConvertName(update.Outcome.ToString())}";
            if (update.Outcome == UpdateOutcome.Running && update.Shadow is { Frames: > 0 } shadow && update.Phase == UpdatePhase.Probation)
                said += $"; in shadow it disagreed on {shadow.Disagreements} of {shadow.Frames} frames";
            if (update.Outcome is UpdateOutcome.Refused or UpdateOutcome.RolledBack && update.Reason.Length > 0)
                said += $": {update.Reason}";
            if (phases.GetValueOrDefault(id) == said)
                continue;
            phases[id] = said;
            if (!isQuiet)
                _timeline.Tell(id, said);
        }
    }

    private Task RequireRunAsync(DemoApi api, DemoDevice[] devices, string target, CancellationToken cancellation) =>
        UntilAsync($"every device runs {target} and nothing is on its way", async () =>
        {
            IReadOnlyDictionary<string, JsonElement> known = await api.DevicesAsync(cancellation);
            return devices.All(device => DemoApi.ReportOf(known[device.Id]) is { } report
                && report.Installed.GetValueOrDefault(ReleaseKind.Model)?.Target == target
                && report.Updates.GetValueOrDefault(ReleaseKind.Model)?.Outcome != UpdateOutcome.Running);
        }, devices, cancellation);

    private async Task UntilAsync(string what, Func<Task<bool>> condition, DemoDevice[] devices, CancellationToken cancellation)
    {
        long start = time.GetTimestamp();
        while (!await condition())
        {
            if (devices.FirstOrDefault(device => device.HasEnded) is { } ended)
                throw new DemoException($"the agent of {ended.Id} has ended; its log: {ended.LogFile}");
            if (time.GetElapsedTime(start) > Patience)
                throw new DemoException($"not within {Patience.TotalMinutes:0} minutes: {what}; logs are in {options.Folder}");
            await Task.Delay(Look, time, cancellation);
        }
    }

    private void Require(bool isSo, string failure)
    {
        if (isSo)
            return;
        _failures.Add(failure);
        _timeline.Tell("demo", failure, isBad: true);
    }
}
