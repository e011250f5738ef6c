using System.Security.Cryptography;
using System.Text.Json;
using Edge.Contracts.Updates;
using Edge.Contracts.Updates.Tuf;

namespace Edge.Testing.Tuf;

/// <summary>
/// A whole TUF repository in memory: keys, metadata and targets, published step by step. Tests change the records, signers or files between two steps
/// and so make what an attacker, a broken repository or a rotation would. Consistent snapshots. Thread safe only for reading files.
/// </summary>
public sealed class TufRepository : IDisposable
{
    private readonly List<TufSigner> _made = [];
    private readonly Dictionary<string, byte[]> _metadata = new(StringComparer.Ordinal);
    private readonly Dictionary<string, byte[]> _content = new(StringComparer.Ordinal);

    /// <summary>Makes a repository with one key a role, version 1 of everything, valid for 30 days.</summary>
    /// <param name="now">Its clock at the start.</param>
    public TufRepository(DateTimeOffset now)
    {
        Expires = new DateTimeOffset(now.Year, now.Month, now.Day, 0, 0, 0, TimeSpan.Zero).AddDays(30);
        Root = new TufRoot
        {
            Head = TufHead.Of(0, Expires),
            Keys = new Dictionary<string, TufKey>(),
            Roles = TufRoleName.TopLevel.ToDictionary(role => role, _ => new TufRole([], 1)),
        };
        foreach (string role in TufRoleName.TopLevel)
            AddKey(role, NewSigner());
        Targets = new TufTargets { Head = TufHead.Of(0, Expires), Targets = new Dictionary<string, TufTargetFile>() };
        Snapshot = new TufSnapshot { Head = TufHead.Of(0, Expires), Meta = new Dictionary<string, TufMetaFile>() };
        Timestamp = new TufTimestamp { Head = TufHead.Of(0, Expires), Snapshot = new TufMetaFile(1) };
        PublishRoot();
        InitialRoot = Metadata["1.root.json"];
        Publish();
    }

    /// <summary>Expiry of what is published next.</summary>
    public DateTimeOffset Expires { get; set; }

    /// <summary>Root as it will be published next, but for version and expiry.</summary>
    public TufRoot Root { get; set; }

    /// <summary>Top-level targets as they will be published next.</summary>
    public TufTargets Targets { get; set; }

    /// <summary>Delegated targets by role.</summary>
    public Dictionary<string, TufTargets> Delegated { get; } = new(StringComparer.Ordinal);

    /// <summary>Snapshot as it will be published next.</summary>
    public TufSnapshot Snapshot { get; set; }

    /// <summary>Timestamp as it will be published next.</summary>
    public TufTimestamp Timestamp { get; set; }

    /// <summary>Who signs which role.</summary>
    public Dictionary<string, List<TufSigner>> Signers { get; } = new(StringComparer.Ordinal);

    /// <summary>The root that devices are given out of band.</summary>
    public byte[] InitialRoot { get; }

    /// <summary>What is served as metadata, by file name.</summary>
    public IDictionary<string, byte[]> Metadata => _metadata;

    /// <summary>What is served as targets, by path, the hash before the file's name.</summary>
    public IDictionary<string, byte[]> Content => _content;

    /// <summary>A key that lives as long as the repository.</summary>
    public TufSigner NewSigner()
    {
        TufSigner signer = TufSigner.Create();
        _made.Add(signer);
        return signer;
    }

    /// <summary>Lists a key for a top-level role and lets it sign.</summary>
    public void AddKey(string role, TufSigner signer)
    {
        Root = Root with
        {
            Keys = new Dictionary<string, TufKey>(Root.Keys) { [signer.Public.Id] = signer.Public },
            Roles = new Dictionary<string, TufRole>(Root.Roles) { [role] = Root.Roles[role] with { KeyIds = [.. Root.Roles[role].KeyIds, signer.Public.Id] } },
        };
        SignersOf(role).Add(signer);
    }

    /// <summary>Sets a top-level role's threshold.</summary>
    public void SetThreshold(string role, int threshold) =>
        Root = Root with { Roles = new Dictionary<string, TufRole>(Root.Roles) { [role] = Root.Roles[role] with { Threshold = threshold } } };

    /// <summary>Takes all keys of a top-level role away and gives it one new key. Root itself is then signed by old and new ones.</summary>
    public void Rotate(string role)
    {
        Root = Root with { Roles = new Dictionary<string, TufRole>(Root.Roles) { [role] = Root.Roles[role] with { KeyIds = [] } } };
        if (role != TufRoleName.Root)
            SignersOf(role).Clear();
        AddKey(role, NewSigner());
    }

    /// <summary>Adds a target to the top-level targets, or to a delegated role's.</summary>
    public TufTargetFile AddTarget(string path, byte[] content, ReleaseDescription? description = null, string role = TufRoleName.Targets)
    {
        JsonElement? custom = description is null ? null : JsonSerializer.SerializeToElement(ReleaseDescriptionJson.Write(description));
        TufTargetFile file = new(content.Length, TufHashes.Sha256Of(content), custom);
        TufTargets targets = role == TufRoleName.Targets ? Targets : Delegated[role];
        targets = targets with { Targets = new Dictionary<string, TufTargetFile>(targets.Targets) { [path] = file } };
        if (role == TufRoleName.Targets)
            Targets = targets;
        else
            Delegated[role] = targets;
        int slash = path.LastIndexOf('/') + 1;
        _content[$"{path[..slash]}{Convert.ToHexStringLower(SHA256.HashData(content))}.{path[slash..]}"] = content;
        return file;
    }

    /// <summary>Lets top-level targets delegate to a role with one key of its own.</summary>
    public TufDelegation Delegate(string role, params string[] paths)
    {
        TufSigner signer = NewSigner();
        TufDelegation delegation = new(role, new TufRole([signer.Public.Id], 1), Terminating: false, paths);
        Targets = Targets with
        {
            DelegationKeys = new Dictionary<string, TufKey>(Targets.DelegationKeys) { [signer.Public.Id] = signer.Public },
            Delegations = [.. Targets.Delegations, delegation],
        };
        SignersOf(role).Add(signer);
        Delegated[role] = new TufTargets { Head = TufHead.Of(0, Expires), Targets = new Dictionary<string, TufTargetFile>() };
        return delegation;
    }

    /// <summary>The next version of everything but root.</summary>
    public void Publish()
    {
        foreach (string role in Delegated.Keys.ToArray())
            PublishDelegated(role);
        PublishTargets();
        PublishSnapshot();
        PublishTimestamp();
    }

    /// <summary>The next version of root.</summary>
    public byte[] PublishRoot()
    {
        Root = Root with { Head = TufHead.Of(Root.Head.Version + 1, Expires) };
        return _metadata[$"{Root.Head.Version}.root.json"] = TufDocument.Sign(Root.ToSigned(), SignersOf(TufRoleName.Root));
    }

    /// <summary>The next version of the top-level targets; snapshot will list them.</summary>
    public byte[] PublishTargets()
    {
        Targets = Targets with { Head = TufHead.Of(Targets.Head.Version + 1, Expires) };
        return Publish(TufRoleName.Targets, Targets);
    }

    /// <summary>The next version of a delegated role's targets; snapshot will list them.</summary>
    public byte[] PublishDelegated(string role)
    {
        Delegated[role] = Delegated[role] with { Head = TufHead.Of(Delegated[role].Head.Version + 1, Expires) };
        return Publish(role, Delegated[role]);
    }

    /// <summary>The next version of snapshot; timestamp will name it.</summary>
    public byte[] PublishSnapshot()
    {
        Snapshot = Snapshot with { Head = TufHead.Of(Snapshot.Head.Version + 1, Expires) };
        byte[] file = TufDocument.Sign(Snapshot.ToSigned(), SignersOf(TufRoleName.Snapshot));
        Timestamp = Timestamp with { Snapshot = TufMetaFile.Of(Snapshot.Head.Version, file) };
        return _metadata[$"{Snapshot.Head.Version}.snapshot.json"] = file;
    }

    /// <summary>The next version of timestamp.</summary>
    public byte[] PublishTimestamp()
    {
        Timestamp = Timestamp with { Head = TufHead.Of(Timestamp.Head.Version + 1, Expires) };
        return _metadata["timestamp.json"] = TufDocument.Sign(Timestamp.ToSigned(), SignersOf(TufRoleName.Timestamp));
    }

    /// <summary>Writes the repository into a folder, as one is carried on a stick: <c>metadata</c> and <c>targets</c>.</summary>
    public void WriteTo(string folder)
    {
        foreach ((string name, byte[] content) in _metadata)
            Write(Path.Combine(folder, "metadata", name), content);
        foreach ((string name, byte[] content) in _content)
            Write(Path.Combine(folder, "targets", name), content);
    }

    /// <summary>Lets go of all keys.</summary>
    public void Dispose() => _made.ForEach(signer => signer.Dispose());

    private byte[] Publish(string role, TufTargets targets)
    {
        byte[] file = TufDocument.Sign(targets.ToSigned(), SignersOf(role));
        Snapshot = Snapshot with { Meta = new Dictionary<string, TufMetaFile>(Snapshot.Meta) { [role + ".json"] = TufMetaFile.Of(targets.Head.Version, file) } };
        return _metadata[$"{targets.Head.Version}.{Uri.EscapeDataString(role)}.json"] = file;
    }

    private List<TufSigner> SignersOf(string role)
    {
        if (!Signers.TryGetValue(role, out List<TufSigner>? signers))
            Signers[role] = signers = [];
        return signers;
    }

    private static void Write(string path, byte[] content)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        File.WriteAllBytes(path, content);
    }
}
