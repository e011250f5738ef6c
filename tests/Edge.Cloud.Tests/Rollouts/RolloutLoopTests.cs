using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Edge.Cloud.Security;
using Edge.Cloud.Tests.Scenes;
using Edge.Contracts.Rollouts;
using Edge.Contracts.Updates;
using Microsoft.Extensions.DependencyInjection;

namespace Edge.Cloud.Tests.Rollouts;

/// <summary>Rollouts through the API, the database, ingest and the loop; only the network between is left out.</summary>
public sealed class RolloutLoopTests
{
    [Fact]
    public async Task Rollout_DevicesObey_IsCompletedRingByRing()
    {
        await using FleetScene scene = await FleetAsync(6);
        string target = await scene.PublishAsync("street", "2.0.0", 2);
        RolloutView made = await CreateAsync(scene, Plan(target));
        Assert.Equal([1, 5], made.Rings.Select(ring => ring.Size));

        RolloutView first = await UntilAsync(scene, made.Id, view => view.Rings[0].Counts.ContainsKey(DeviceProgress.Offered));
        Assert.Equal(RingStatus.Waiting, first.Rings[1].Status);
        RolloutView done = await ObeyUntilAsync(scene, made.Id, view => view.Status == RolloutStatus.Completed);
        Assert.Equal("6 of 6 devices proved well", done.Reason);
        foreach (SceneDevice device in scene.Devices.Values)
            Assert.Equal((target, made.Id), await device.WantedAsync());
        string[] kinds = [.. (await EventsAsync(scene, made.Id)).Select(e => e.Kind)];
        Assert.Equal("created", kinds[0]);
        Assert.Equal("completed", kinds[^1]);
        Assert.Equal(6, kinds.Count(kind => kind == "installed"));
    }

    [Fact]
    public async Task Rollout_ADeviceTakesItBack_HaltsAndEveryDeviceGoesBack()
    {
        await using FleetScene scene = await FleetAsync(5);
        string old = await scene.PublishAsync("street", "1.5.0", 1);
        foreach (SceneDevice device in scene.Devices.Values)
            await device.ReportAsync(old, "1.5.0");
        string target = await scene.PublishAsync("street", "2.0.0", 2);
        RolloutView made = await CreateAsync(scene, Plan(target) with { Rings = [new RingPlan { Name = "one", Count = 1 }, new RingPlan { Name = "all", SoakSeconds = 600 }] });
        await ObeyUntilAsync(scene, made.Id, view => view.Rings[1].Counts.GetValueOrDefault(DeviceProgress.OnTrial) == 4);

        SceneDevice bad = scene.Devices.Values.Last(device => device.Id != FirstOf(scene, made.Id).Result);
        await bad.ReportAsync(old, "1.5.0", 1, new UpdateProgress { Target = target, Rollout = made.Id, Phase = UpdatePhase.Probation, Outcome = UpdateOutcome.RolledBack, Fault = "latency", Reason = "p99 is 900 ms, allowed 200 ms" });
        RolloutView halted = await UntilAsync(scene, made.Id, view => view.Status == RolloutStatus.Halted);
        Assert.Contains($"{bad.Id}: latency: p99 is 900 ms, allowed 200 ms", halted.Reason);
        await ObeyUntilAsync(scene, made.Id, view => view.Rings.Sum(ring => ring.Counts.GetValueOrDefault(DeviceProgress.RolledBack)) == 4);
        Assert.All(scene.Devices.Values, device => Assert.Equal(old, device.Installed));
    }

    [Fact]
    public async Task Rollout_DevicesHotAndRestarting_IsHaltedByWhatTelemetrySays()
    {
        await using FleetScene scene = await FleetAsync(2);
        string target = await scene.PublishAsync("street", "2.0.0", 2);
        RolloutView made = await CreateAsync(scene, Plan(target) with { SoakSeconds = 600 });
        await ObeyUntilAsync(scene, made.Id, view => view.Rings[0].Counts.ContainsKey(DeviceProgress.OnTrial));
        SceneDevice first = scene.Devices[await FirstOf(scene, made.Id)];
        for (int i = 0; i < 3; i++)
            await first.StateAsync(boot: $"again-{i}");
        RolloutView halted = await UntilAsync(scene, made.Id, view => view.Status == RolloutStatus.Halted);
        Assert.Contains("the agent restarted 3 times, allowed 1", halted.Reason);
        // It was never under a release of this cloud: it goes back to what it was delivered with.
        await Until.HoldsAsync(async () => (await first.WantedAsync()).Target == DesiredTargets.Factory);
    }

    [Fact]
    public async Task Rollout_OfAnotherOnesDevices_LeavesThemOutByName()
    {
        await using FleetScene scene = await FleetAsync(3);
        string target = await scene.PublishAsync("street", "2.0.0", 2);
        await CreateAsync(scene, Plan(target) with { Name = "the first" });
        HttpResponseMessage second = await PostAsync(scene.Admin, "", Plan(target) with { Name = "the second" });
        Assert.Equal(HttpStatusCode.BadRequest, second.StatusCode);
        Assert.Contains("the rollout 'the first' holds it", await second.Content.ReadAsStringAsync());
    }

    [Fact]
    public async Task Actions_PauseResumeAdvanceAbort_AreDoneAndAudited()
    {
        await using FleetScene scene = await FleetAsync(3);
        string target = await scene.PublishAsync("street", "2.0.0", 2);
        RolloutView made = await CreateAsync(scene, Plan(target));
        Assert.Equal(RolloutStatus.Paused, (await ActAsync(scene, made.Id, "pause")).Status);
        Assert.Equal(HttpStatusCode.Conflict, (await scene.Admin.PostAsync(new Uri($"/api/v1/rollouts/{made.Id}/pause", UriKind.Relative), null)).StatusCode);
        Assert.Equal(RolloutStatus.Running, (await ActAsync(scene, made.Id, "resume")).Status);
        await UntilAsync(scene, made.Id, view => view.Rings[0].Status == RingStatus.Open);
        await ActAsync(scene, made.Id, "advance", JsonContent.Create(new RolloutAdvance { Reason = "the site is closed" }));
        await UntilAsync(scene, made.Id, view => view.Rings[1].Status == RingStatus.Open);
        RolloutView aborted = await ActAsync(scene, made.Id, "abort", JsonContent.Create(new RolloutAbort { Reason = "wrong pack" }));
        Assert.Equal(RolloutStatus.Aborted, aborted.Status);
        Assert.EndsWith(": wrong pack", aborted.Reason);
        foreach (SceneDevice device in scene.Devices.Values)
            Assert.Equal(DesiredTargets.Factory, (await device.WantedAsync()).Target);
        string audit = await scene.Admin.GetStringAsync(new Uri($"/api/v1/audit?subject={made.Id}", UriKind.Relative));
        foreach (string action in (string[])["rollout.create", "rollout.pause", "rollout.resume", "rollout.advance", "rollout.abort"])
            Assert.Contains(action, audit);
    }

    [Theory]
    [InlineData("""{"name":"x","kind":"model","target":"nowhere.zip","rings":[{"name":"all"}]}""", "target is 'nowhere.zip'; allowed: a release that is published here")]
    [InlineData("""{"name":"x","kind":"model","target":"a","rings":[],"quorum":2}""", "quorum is 2; allowed: above 0 to 1")]
    [InlineData("""{"name":"x","kind":"model","target":"a","rings":[{"name":"all"}],"limit":{}}""", "limit")]
    [InlineData("""{"name":"x","kind":"modell","target":"a","rings":[{"name":"all"}]}""", "$.kind")]
    [InlineData("[]", "could not be converted")]
    public async Task Plan_OutOfOrder_IsRefusedWithEveryFault(string json, string expected)
    {
        await using FleetScene scene = await FleetAsync(1);
        using var body = new StringContent(json, System.Text.Encoding.UTF8, "application/json");
        HttpResponseMessage answer = await scene.Admin.PostAsync(new Uri("/api/v1/rollouts", UriKind.Relative), body);
        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
        Assert.Contains(expected, JsonSerializer.Deserialize<JsonElement>(await answer.Content.ReadAsStringAsync()).GetProperty("detail").GetString());
    }

    [Fact]
    public async Task Viewer_MayLookAndNothingElse()
    {
        await using FleetScene scene = await FleetAsync(2);
        string target = await scene.PublishAsync("street", "2.0.0", 2);
        RolloutView made = await CreateAsync(scene, Plan(target));
        HttpClient viewer = await scene.Cloud.OperatorAsync(OperatorRole.Viewer);
        Assert.Equal(HttpStatusCode.OK, (await viewer.GetAsync(new Uri($"/api/v1/rollouts/{made.Id}", UriKind.Relative))).StatusCode);
        foreach (string action in (string[])["pause", "resume", "abort", "advance"])
            Assert.Equal(HttpStatusCode.Forbidden, (await viewer.PostAsync(new Uri($"/api/v1/rollouts/{made.Id}/{action}", UriKind.Relative), null)).StatusCode);
        Assert.Equal(HttpStatusCode.Forbidden, (await PostAsync(viewer, "", Plan(target))).StatusCode);
        Assert.Equal(HttpStatusCode.Unauthorized, (await scene.Cloud.Anonymous.GetAsync(new Uri("/api/v1/rollouts", UriKind.Relative))).StatusCode);
    }

    [Fact]
    public async Task Newcomer_MatchingALiveRollout_JoinsItsLastRing()
    {
        await using FleetScene scene = await FleetAsync(2);
        string target = await scene.PublishAsync("street", "2.0.0", 2);
        RolloutView made = await CreateAsync(scene, Plan(target));
        SceneDevice late = await scene.AddAsync("late");
        await late.StateAsync();
        await late.ReportAsync();
        await scene.Cloud.Services.GetRequiredService<Cloud.Rollouts.RolloutService>().JoinAsync(made.Id, CancellationToken.None);
        RolloutView view = await ObeyUntilAsync(scene, made.Id, view => view.Status == RolloutStatus.Completed);
        Assert.Equal(2, view.Rings[1].Size);
        Assert.Equal(target, late.Installed);
    }

    private static RolloutPlan Plan(string target) => new()
    {
        Name = "street 2",
        Kind = ReleaseKind.Model,
        Target = target,
        Rings = [new RingPlan { Name = "one", Count = 1 }, new RingPlan { Name = "all" }],
        SoakSeconds = 1,
        WaitSeconds = 600,
    };

    private static async Task<FleetScene> FleetAsync(int size)
    {
        FleetScene scene = await FleetScene.StartAsync();
        for (int i = 0; i < size; i++)
        {
            SceneDevice device = await scene.AddAsync($"cam-{i}");
            await device.StateAsync();
            await device.TelemetryAsync();
            await device.ReportAsync();
        }

        return scene;
    }

    private static async Task<string> FirstOf(FleetScene scene, string rollout) =>
        (await scene.Admin.GetFromJsonAsync<IReadOnlyList<RolloutDeviceView>>($"/api/v1/rollouts/{rollout}/devices?ring=one", RolloutJson.Answered))!.Single().Device;

    private static Task<HttpResponseMessage> PostAsync(HttpClient client, string path, RolloutPlan plan) => client.PostAsJsonAsync("/api/v1/rollouts" + path, plan, RolloutJson.Asked);

    private static async Task<RolloutView> CreateAsync(FleetScene scene, RolloutPlan plan)
    {
        HttpResponseMessage answer = await PostAsync(scene.Admin, "", plan);
        Assert.True(answer.StatusCode == HttpStatusCode.Created, await answer.Content.ReadAsStringAsync());
        return (await answer.Content.ReadFromJsonAsync<RolloutView>(RolloutJson.Answered))!;
    }

    private static async Task<RolloutView> ActAsync(FleetScene scene, string rollout, string action, HttpContent? body = null)
    {
        if (body is not null)
            await body.LoadIntoBufferAsync();
        HttpResponseMessage answer = await scene.Admin.PostAsync(new Uri($"/api/v1/rollouts/{rollout}/{action}", UriKind.Relative), body);
        Assert.True(answer.IsSuccessStatusCode, await answer.Content.ReadAsStringAsync());
        return (await answer.Content.ReadFromJsonAsync<RolloutView>(RolloutJson.Answered))!;
    }

    private static async Task<IReadOnlyList<RolloutEventView>> EventsAsync(FleetScene scene, string rollout) =>
        (await scene.Admin.GetFromJsonAsync<IReadOnlyList<RolloutEventView>>($"/api/v1/rollouts/{rollout}/events", RolloutJson.Answered))!;

    private static Task<RolloutView> UntilAsync(FleetScene scene, string rollout, Func<RolloutView, bool> isMet) => ObeyUntilAsync(scene, rollout, isMet, obey: false);

    /// <summary>Devices that obey do what they are told, until the rollout is as wanted.</summary>
    private static async Task<RolloutView> ObeyUntilAsync(FleetScene scene, string rollout, Func<RolloutView, bool> isMet, bool obey = true)
    {
        RolloutView? view = null;
        await Until.HoldsAsync(async () =>
        {
            foreach (SceneDevice device in scene.Devices.Values.Where(_ => obey))
            {
                await device.ObeyAsync();
                await device.TelemetryAsync();
            }

            view = await scene.Admin.GetFromJsonAsync<RolloutView>($"/api/v1/rollouts/{rollout}", RolloutJson.Answered);
            return isMet(view!);
        }, () => JsonSerializer.Serialize(view));
        return view!;
    }
}
