using Edge.Cloud.Rollouts;
using Edge.Cloud.Security;
using Edge.Contracts.Rollouts;
using Microsoft.Extensions.DependencyInjection;

namespace Edge.Cloud.Tests.Dashboard;

/// <summary>What tests do beside the browser.</summary>
internal static class SceneServices
{
    public static Task<Rollout> CreateRolloutAsync(this IServiceProvider services, RolloutPlan plan) => services.GetRequiredService<RolloutService>().CreateAsync(plan, "ana", CancellationToken.None);

    public static async Task<string> InviteAsync(this IServiceProvider services, string name) => (await services.GetRequiredService<OperatorStore>().AddAsync(name, OperatorRole.Viewer, "test", CancellationToken.None))!;
}
