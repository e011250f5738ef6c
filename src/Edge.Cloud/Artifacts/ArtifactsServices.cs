using Edge.Cloud.Configuration;

namespace Edge.Cloud.Artifacts;

/// <summary>The services of this folder.</summary>
internal static class ArtifactsServices
{
    /// <summary>Adds them.</summary>
    public static void Add(IServiceCollection services, CloudSettings settings)
    {
        ArgumentNullException.ThrowIfNull(services);
        ArgumentNullException.ThrowIfNull(settings);
        ArtifactSettings artifacts = settings.Artifacts;
        services.AddSingleton<IArtifactStore>(provider => artifacts.Kind == ArtifactStoreKind.S3
            ? new S3ArtifactStore(artifacts.S3)
            : new FolderArtifactStore(
                artifacts.Path.Length > 0 ? artifacts.Path : Path.Combine(settings.DataPath, "artifacts"),
                provider.GetRequiredService<TimeProvider>()));
    }
}
