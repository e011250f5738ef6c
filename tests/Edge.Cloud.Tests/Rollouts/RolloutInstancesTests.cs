using System.Net.Http.Json;
using Edge.Cloud.Rollouts;
using Edge.Cloud.Tests.Scenes;
using Edge.Cloud.Tests.Storage;
using Edge.Contracts.Rollouts;
using Edge.Contracts.Updates;
using Edge.Testing.Databases;
using Microsoft.Extensions.DependencyInjection;

namespace Edge.Cloud.Tests.Rollouts;

/// <summary>Rollouts on PostgreSQL, stepped by two instances that both want to.</summary>
public sealed class RolloutInstancesTests(PostgresFixture postgres) : IClassFixture<PostgresFixture>
{
    [PostgresFact]
    public async Task Rollout_SteppedByTwoInstancesAtOnce_HappensOnce()
    {
        string connection = await postgres.Server.CreateDatabaseAsync(), shared = Directory.CreateTempSubdirectory("edge-authority-").FullName;
        await using FleetScene scene = await FleetScene.OnAsync(await TestCloud.StartOnPostgresAsync(connection, shared));
        await using TestCloud other = await TestCloud.StartOnPostgresAsync(connection, shared);
        for (int i = 0; i < 5; i++)
        {
            SceneDevice device = await scene.AddAsync($"cam-{i}");
            await device.StateAsync();
            await device.TelemetryAsync();
            await device.ReportAsync();
            await device.AlertAsync("person", "somebody", "yard");
        }

        string target = await scene.PublishAsync("street", "2.0.0", 2);
        RolloutService one = scene.Cloud.Services.GetRequiredService<RolloutService>(), two = other.Services.GetRequiredService<RolloutService>();
        string id = (await one.CreateAsync(
            new RolloutPlan { Name = "street 2", Kind = ReleaseKind.Model, Target = target, Rings = [new RingPlan { Name = "one", Count = 1 }, new RingPlan { Name = "all" }], SoakSeconds = 1 }, "ana", CancellationToken.None)).Id;
        RolloutView? view = null;
        await Until.HoldsAsync(
            async () =>
            {
                // Without the lease's order: whoever is second finds that the state has moved on, and writes nothing.
                await Task.WhenAll(one.StepAsync(id, CancellationToken.None), two.StepAsync(id, CancellationToken.None));
                foreach (SceneDevice device in scene.Devices.Values)
                {
                    await device.ObeyAsync();
                    await device.TelemetryAsync();
                }

                view = await scene.Admin.GetFromJsonAsync<RolloutView>($"/api/v1/rollouts/{id}", RolloutJson.Answered);
                return view!.Status == RolloutStatus.Completed;
            },
            () => $"{view?.Status}, {view?.Reason}");

        var events = (await scene.Admin.GetFromJsonAsync<IReadOnlyList<RolloutEventView>>($"/api/v1/rollouts/{id}/events", RolloutJson.Answered))!;
        Assert.Equal(2, events.Count(e => e.Kind == "opened"));
        Assert.Equal(5, events.Count(e => e.Kind == "offered"));
        Assert.Equal(5, events.Count(e => e.Kind == "installed"));
        Assert.Single(events, e => e.Kind == "completed");
        Assert.Equal(Enumerable.Range(1, events.Count).Select(number => (long)number), events.Select(e => e.Number));
        // The fleet and a device's page are read from PostgreSQL as well.
        Assert.Contains("cam-3", await scene.Admin.GetStringAsync(new Uri("/api/v1/dashboard/fleet?id=cam-3", UriKind.Relative)));
        Assert.Contains("street 2", await scene.Admin.GetStringAsync(new Uri("/api/v1/dashboard/devices/cam-3", UriKind.Relative)));
    }

    [PostgresFact]
    public async Task Lease_OfOneInstance_KeepsTheOtherOut_UntilItRunsOut()
    {
        string connection = await postgres.Server.CreateDatabaseAsync(), shared = Directory.CreateTempSubdirectory("edge-authority-").FullName;
        await using TestCloud cloud = await TestCloud.StartOnPostgresAsync(connection, shared);
        RolloutStore store = cloud.Services.GetRequiredService<RolloutStore>();
        DateTimeOffset now = TimeProvider.System.GetUtcNow();
        Assert.True(await store.TryLeaseAsync("a", now, now.AddSeconds(30), CancellationToken.None));
        Assert.False(await store.TryLeaseAsync("b", now.AddSeconds(29), now.AddSeconds(59), CancellationToken.None));
        Assert.True(await store.TryLeaseAsync("a", now.AddSeconds(29), now.AddSeconds(59), CancellationToken.None));
        Assert.True(await store.TryLeaseAsync("b", now.AddSeconds(60), now.AddSeconds(90), CancellationToken.None));
    }
}
