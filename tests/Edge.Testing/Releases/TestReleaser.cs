using System.Security.Cryptography;
using System.Text.Json;
using System.Text.Json.Nodes;
using Edge.Contracts.Updates;
using Edge.Contracts.Updates.Publishing;
using Edge.Contracts.Updates.Tuf;

namespace Edge.Testing.Releases;

/// <summary>A releaser in memory: root and targets keys, and what they sign. The cloud's side is not in it.</summary>
public sealed class TestReleaser : IDisposable
{
    private readonly TimeProvider _time;
    private readonly Dictionary<string, TufTargetFile> _targets = [];

    public TestReleaser(OnlineKeys online, TimeProvider time)
    {
        _time = time;
        Root = new TufRoot
        {
            Head = TufHead.Of(1, Whole(time.GetUtcNow().AddDays(365))),
            Keys = Keys(online),
            Roles = new Dictionary<string, TufRole>
            {
                [TufRoleName.Root] = new([RootKey.Public.Id], 1),
                [TufRoleName.Targets] = new([TargetsKey.Public.Id], 1),
                [TufRoleName.Snapshot] = new([TufKey.Of(online.Snapshot, "test").Id], 1),
                [TufRoleName.Timestamp] = new([TufKey.Of(online.Timestamp, "test").Id], 1),
            },
        };
        Roots.Add(TufDocument.Sign(Root.ToSigned(), RootKey));
    }

    public TufSigner RootKey { get; } = TufSigner.Create();

    public TufSigner TargetsKey { get; set; } = TufSigner.Create();

    public TufRoot Root { get; private set; }

    /// <summary>Every root so far.</summary>
    public List<byte[]> Roots { get; } = [];

    public long TargetsVersion { get; set; }

    /// <summary>The files by hash.</summary>
    public Dictionary<string, byte[]> Files { get; } = [];

    /// <summary>Adds a release with these bytes.</summary>
    public ReleaseTarget Add(string path, byte[] content, ReleaseKind kind = ReleaseKind.Model, long counter = 1, IReadOnlyList<DeltaDescription>? deltas = null)
    {
        var description = new ReleaseDescription { Kind = kind, Name = "thing", Version = $"{counter}.0.0", Counter = counter, Deltas = deltas ?? [] };
        return Add(path, content, description);
    }

    /// <summary>Adds a file that is no release by itself, or one that is described so.</summary>
    public ReleaseTarget Add(string path, byte[] content, ReleaseDescription? description)
    {
        string sha256 = Convert.ToHexStringLower(SHA256.HashData(content));
        Files[sha256] = content;
        JsonElement? custom = description is null ? null : JsonSerializer.SerializeToElement<JsonNode>(ReleaseDescriptionJson.Write(description));
        _targets[path] = new TufTargetFile(content.Length, TufHashes.Sha256Of(content), custom);
        return new ReleaseTarget(path, content.Length, sha256, description);
    }

    /// <summary>Takes a file out.</summary>
    public void Remove(string path) => _targets.Remove(path);

    /// <summary>Signs the next targets.</summary>
    public byte[] SignTargets(int days = 180) => TufDocument.Sign(
        new TufTargets { Head = TufHead.Of(++TargetsVersion, Whole(_time.GetUtcNow().AddDays(days))), Targets = new Dictionary<string, TufTargetFile>(_targets) }.ToSigned(),
        TargetsKey);

    /// <summary>Signs the next root.</summary>
    public byte[] SignRoot(Func<TufRoot, TufRoot> change)
    {
        Root = change(Root) with { Head = TufHead.Of(Root.Head.Version + 1, Whole(_time.GetUtcNow().AddDays(365))) };
        Roots.Add(TufDocument.Sign(Root.ToSigned(), RootKey));
        return Roots[^1];
    }

    /// <summary>All roots, and the next targets: what a first upload is.</summary>
    public MetadataUpload Everything() => new([.. Roots], SignTargets());

    public void Dispose()
    {
        RootKey.Dispose();
        TargetsKey.Dispose();
    }

    private static DateTimeOffset Whole(DateTimeOffset at) => DateTimeOffset.FromUnixTimeSeconds(at.ToUnixTimeSeconds());

    private Dictionary<string, TufKey> Keys(OnlineKeys online) =>
        ((TufKey[])[RootKey.Public, TargetsKey.Public, TufKey.Of(online.Snapshot, "test"), TufKey.Of(online.Timestamp, "test")]).DistinctBy(key => key.Id).ToDictionary(key => key.Id);
}
