using System.Text.Json;
using Edge.Tool.Packs;

namespace Edge.Tool.Fleet.Demo;

/// <summary>The releaser's computer: runs <c>edgectl release</c> as a person would, each command in a process of its own.</summary>
internal sealed class DemoReleases(DemoOptions options, DemoCloud cloud)
{
    private string Repo => Path.Combine(options.Folder, "releases");

    /// <summary>Makes keys and first metadata. Two of three root keys must sign a change of keys.</summary>
    public Task InitAsync(CancellationToken cancellation) =>
        RunAsync(["init", "--repo", Repo, "--cloud", cloud.Address.ToString(), "--token-file", cloud.TokenFile], cancellation);

    /// <summary>Signs a model and uploads it.</summary>
    /// <returns>The target's path.</returns>
    public async Task<string> PublishAsync(string pack, double maximumChanged, CancellationToken cancellation)
    {
        string printed = await RunAsync(["publish", pack, "--repo", Repo, "--kind", "model", "--hardware", "demo-box", "--max-changed", maximumChanged.ToString(System.Globalization.CultureInfo.InvariantCulture), "--json"], cancellation);
        await RunAsync(["push", "--repo", Repo, "--cloud", cloud.Address.ToString(), "--token-file", cloud.TokenFile, "--json"], cancellation);
        return JsonDocument.Parse(printed).RootElement.GetProperty("target").GetString()!;
    }

    private static Task<string> RunAsync(string[] command, CancellationToken cancellation) =>
        DemoProcess.RunAsync(SelfProcess.Executable, SelfProcess.Arguments(["release", .. command]), cancellation);
}
