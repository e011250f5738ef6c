using Edge.Contracts.Updates.Tuf;
using Edge.Testing.Tuf;
using static Edge.Contracts.Tests.Updates.Tuf.TufWalk;

namespace Edge.Contracts.Tests.Updates.Tuf;

/// <summary>Ten thousand changed files, two thousand of each kind: refused by name, or the same in other bytes.</summary>
public sealed class TufMutationTests : IDisposable
{
    private const int PerKind = 2000;
    private readonly TufRepository _repository = new(Now);

    public TufMutationTests()
    {
        _repository.AddTarget("models/a.pack", "content"u8.ToArray());
        _repository.Delegate("team", "team/*");
        _repository.AddKey("root", _repository.NewSigner());
        _repository.PublishRoot();
        _repository.AddKey("targets", _repository.NewSigner());
        _repository.PublishRoot();
        // Versions only, so that nothing but signatures and content protects: with hashes any changed byte would be caught by them.
        foreach (string role in _repository.Delegated.Keys.ToArray())
            _repository.PublishDelegated(role);
        _repository.PublishTargets();
        _repository.Snapshot = _repository.Snapshot with { Meta = _repository.Snapshot.Meta.ToDictionary(meta => meta.Key, meta => new TufMetaFile(meta.Value.Version)) };
        _repository.PublishSnapshot();
        _repository.Timestamp = _repository.Timestamp with { Snapshot = new TufMetaFile(_repository.Snapshot.Head.Version) };
        _repository.PublishTimestamp();
    }

    public void Dispose() => _repository.Dispose();

    [Fact]
    public void InitialRoot_Changed_RefusedOrTheSame() =>
        Try("1.root.json", 1, () => new Subject(), (subject, file) => subject.Trusted = new TrustedMetadata(file, Now));

    [Fact]
    public void NewRoot_Changed_RefusedOrTheSame() =>
        Try("2.root.json", 2, () => new Subject { Trusted = Start(_repository) }, (subject, file) => subject.Trusted!.UpdateRoot(file));

    [Fact]
    public void Timestamp_Changed_RefusedOrTheSame() =>
        Try("timestamp.json", 3, () => new Subject { Trusted = Start(_repository).Roots(_repository) }, (subject, file) => subject.Trusted!.UpdateTimestamp(file));

    [Fact]
    public void Snapshot_Changed_RefusedOrTheSame() =>
        Try("2.snapshot.json", 4, () => new Subject { Trusted = Start(_repository).Roots(_repository).Timestamp(_repository) }, (subject, file) => subject.Trusted!.UpdateSnapshot(file));

    [Fact]
    public void Targets_Changed_RefusedOrTheSame() => Try(
        "2.targets.json",
        5,
        () => new Subject { Trusted = Start(_repository).Roots(_repository).Timestamp(_repository).Snapshot(_repository) },
        (subject, file) => subject.Trusted!.UpdateTargets(file));

    // What is refused changes nothing: one trusted set stands all attempts, and is made anew only after one that was accepted.
    private void Try(string name, int seed, Func<Subject> prepare, Action<Subject, byte[]> take)
    {
        byte[] honest = _repository.Metadata[name];
        byte[] canonical = TufSignedFile.Parse(honest, name).Canonical.ToArray();
        Random random = new(seed);
        Subject subject = prepare();
        int refused = 0;
        int same = 0;
        for (int i = 0; i < PerKind; i++)
        {
            byte[] changed = TufMutation.Of(honest, random);
            try
            {
                take(subject, changed);
            }
            catch (TufRefusedException)
            {
                refused++;
                continue;
            }

            Assert.True(TufSignedFile.Parse(changed, name).Canonical.Span.SequenceEqual(canonical), $"mutation {i} of {name} was accepted and says something else");
            same++;
            subject = prepare();
        }

        // Both must happen, or the mutations test nothing.
        Assert.InRange(refused, PerKind / 2, PerKind);
        Assert.InRange(same, 1, PerKind / 2);
        take(prepare(), honest);
    }

    private sealed class Subject
    {
        public TrustedMetadata? Trusted { get; set; }
    }
}
