using Edge.Cloud.Configuration;
using Edge.Cloud.Fleet;

namespace Edge.Cloud.Releases;

/// <summary>The services of this folder.</summary>
internal static class ReleasesServices
{
    /// <summary>Adds them.</summary>
    public static void Add(IServiceCollection services, CloudSettings settings)
    {
        ArgumentNullException.ThrowIfNull(services);
        ArgumentNullException.ThrowIfNull(settings);
        ReleaseSettings releases = settings.Releases;
        string keys = releases.KeysPath.Length > 0 ? releases.KeysPath : Path.Combine(settings.DataPath, "release-keys");
        services.AddSingleton(_ => new ReleaseKeys(keys, releases));
        services.AddSingleton<ReleaseStore>();
        services.AddSingleton<ReleaseFiles>();
        services.AddSingleton<ReleaseRepository>();
        services.AddSingleton<IReleaseCatalogue>(provider => provider.GetRequiredService<ReleaseRepository>());
        services.AddSingleton<ITrustedRoot, FirstRoot>();
        services.AddHostedService<TimestampKeeper>();
    }
}
