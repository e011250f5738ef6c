using Edge.Cloud.Configuration;
using Edge.Cloud.Hosting;

namespace Edge.Cloud;

/// <summary><c>edge-cloud</c>: one file per command. Exit status 0 done, 1 failed, 2 wrong arguments or settings.</summary>
internal static class Program
{
    private static async Task<int> Main(string[] args)
    {
        var configuration = new ConfigurationBuilder().AddEnvironmentVariables("EDGE_CLOUD__").AddCommandLine(args).Build();
        CloudSettings settings = configuration.Get<CloudSettings>() ?? new CloudSettings();
        await using WebApplication application = await CloudApplication.CreateAsync(settings, adjust: null, CancellationToken.None);
        await application.RunAsync();
        return 0;
    }
}
