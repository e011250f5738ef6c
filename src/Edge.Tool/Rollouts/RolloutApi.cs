using Edge.Contracts.Rollouts;
using Edge.Tool.Cloud;

namespace Edge.Tool.Rollouts;

/// <summary>The cloud's routes for rollouts.</summary>
/// <param name="cloud">The cloud.</param>
internal sealed class RolloutApi(CloudClient cloud)
{
    private const string Base = "api/v1/rollouts";
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(1);

    /// <summary>Starts one.</summary>
    public Task<RolloutView> CreateAsync(RolloutPlan plan, CancellationToken cancel) => cloud.PostAsync<RolloutView>(Base, plan, cancel);

    /// <summary>Which devices a plan would take.</summary>
    public Task<RolloutView> PreviewAsync(RolloutPlan plan, CancellationToken cancel) => cloud.PostAsync<RolloutView>($"{Base}/preview", plan, cancel);

    /// <summary>The newest.</summary>
    public Task<IReadOnlyList<RolloutView>> ListAsync(string? status, CancellationToken cancel) => cloud.GetAsync<IReadOnlyList<RolloutView>>(status is null ? Base : $"{Base}?status={Uri.EscapeDataString(status)}", cancel);

    /// <summary>One.</summary>
    public Task<RolloutView> ShowAsync(string id, CancellationToken cancel) => cloud.GetAsync<RolloutView>($"{Base}/{Uri.EscapeDataString(id)}", cancel);

    /// <summary>What happened after event <paramref name="after"/>.</summary>
    public Task<IReadOnlyList<RolloutEventView>> EventsAsync(string id, long after, CancellationToken cancel) =>
        cloud.GetAsync<IReadOnlyList<RolloutEventView>>($"{Base}/{Uri.EscapeDataString(id)}/events?after={after}&limit=1000", cancel);

    /// <summary>All its devices.</summary>
    public async Task<IReadOnlyList<RolloutDeviceView>> DevicesAsync(string id, CancellationToken cancel)
    {
        var all = new List<RolloutDeviceView>();
        while (true)
        {
            string after = all.Count == 0 ? "" : all[^1].Device;
            IReadOnlyList<RolloutDeviceView> page = await cloud.GetAsync<IReadOnlyList<RolloutDeviceView>>($"{Base}/{Uri.EscapeDataString(id)}/devices?limit=1000&after={Uri.EscapeDataString(after)}", cancel);
            all.AddRange(page);
            if (page.Count < 1000)
                return all;
        }
    }

    /// <summary>Pauses, resumes, aborts or advances one.</summary>
    public Task<RolloutView> ActAsync(string id, string action, object? body, CancellationToken cancel) => cloud.PostAsync<RolloutView>($"{Base}/{Uri.EscapeDataString(id)}/{action}", body, cancel);

    /// <summary>Prints what happens until it is over, and every device that has to has gone back.</summary>
    /// <returns>The rollout at its end.</returns>
    public async Task<RolloutView> FollowAsync(string id, CancellationToken cancel)
    {
        long seen = 0;
        while (true)
        {
            RolloutView rollout = await ShowAsync(id, cancel);
            foreach (RolloutEventView happened in await EventsAsync(id, seen, cancel))
            {
                Console.WriteLine(RolloutText.Of(happened));
                seen = happened.Number;
            }

            bool isOver = rollout.Status is RolloutStatus.Completed or RolloutStatus.Halted or RolloutStatus.Aborted;
            if (isOver && rollout.Rings.All(ring => !ring.Counts.ContainsKey(DeviceProgress.RollingBack)))
                return rollout;
            await Task.Delay(Pause, cancel);
        }
    }
}
