using Edge.Contracts.Updates;
using Edge.Testing;
using Edge.Tool.Releases;

namespace Edge.Tool.Tests.Releases;

/// <summary>A releaser's computer: a repository without a cloud, in a folder of its own that goes with it.</summary>
internal sealed class ReleaseDesk : IDisposable
{
    private readonly string _root = Directory.CreateTempSubdirectory("edge-release-desk-").FullName;

    public ReleaseDesk(int rootKeys = 3, int threshold = 2) =>
        (Folder, KeysFolder) = new RepositoryFounding(Time) { RootKeys = rootKeys, Threshold = threshold }.Found(At("repo"));

    public ManualTimeProvider Time { get; } = new();

    public ReleaseFolder Folder { get; }

    public string KeysFolder { get; }

    public string At(string name) => Path.Combine(_root, name);

    public SigningKeys Keys(params string[] names) => SigningKeys.Read(names.Length == 0 ? [KeysFolder] : names.Select(name => Path.Combine(KeysFolder, name + ".key")));

    /// <summary>Publishes bytes as an image of the system, which may be any bytes.</summary>
    public async Task<PublishedRelease> PublishAsync(string version, byte[] content, Func<PublishRequest, PublishRequest>? change = null)
    {
        string file = At("system.img");
        await File.WriteAllBytesAsync(file, content);
        var request = new PublishRequest { Kind = ReleaseKind.OperatingSystem, Source = file, Version = version };
        using SigningKeys keys = Keys();
        return await new ReleasePublisher(Folder, keys, Time).PublishAsync(change?.Invoke(request) ?? request, CancellationToken.None);
    }

    /// <summary>The checks that a device makes.</summary>
    public RepositoryInspection Inspect(ReleaseFolder? folder = null, byte[]? root = null)
    {
        var inspection = new RepositoryInspection(folder ?? Folder, Time.GetUtcNow());
        inspection.Run(root ?? Folder.Roots()[0]);
        return inspection;
    }

    public void Dispose() => Directory.Delete(_root, recursive: true);
}
