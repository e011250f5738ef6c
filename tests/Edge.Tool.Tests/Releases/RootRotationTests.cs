using Edge.Contracts.Updates.Publishing;
using Edge.Contracts.Updates.Tuf;
using Edge.Tool.Releases;

namespace Edge.Tool.Tests.Releases;

/// <summary>Keys change hands: nothing is in force before a threshold of the old and of the new keys has signed.</summary>
public sealed class RootRotationTests : IDisposable
{
    private readonly ReleaseDesk _desk = new();

    public void Dispose() => _desk.Dispose();

    [Fact]
    public async Task TargetsKey_Rotated_SignsTargetsAnewAndTheOldOneNoMore()
    {
        await _desk.PublishAsync("1", [1]);
        using TufSigner renewed = TufSigner.Create(Path.Combine(_desk.KeysFolder, "targets-2.key"));

        using (SigningKeys all = _desk.Keys())
            Assert.Null(new RootFinish(_desk.Folder, all, _desk.Time).SignAndTake(Next(root => RootChange.WithRole(root, TufRoleName.Targets, [renewed.Public], 1))));

        Assert.True(_desk.Inspect().IsSound);
        File.Delete(Path.Combine(_desk.KeysFolder, "targets-2.key"));
        await Assert.ThrowsAsync<ReleaseException>(() => _desk.PublishAsync("2", [2]));
    }

    [Fact]
    public void TargetsKey_ThatIsNotAtHand_DoesNotComeIntoForce()
    {
        // Otherwise there would be a root whose targets nobody signed: every device would refuse the repository.
        using TufSigner elsewhere = TufSigner.Create();
        using SigningKeys all = _desk.Keys();

        Assert.Throws<ReleaseException>(() => new RootFinish(_desk.Folder, all, _desk.Time).SignAndTake(Next(root => RootChange.WithRole(root, TufRoleName.Targets, [elsewhere.Public], 1))));

        Assert.Single(_desk.Folder.Roots());
        Assert.True(_desk.Inspect().IsSound);
    }

    [Fact]
    public void Root_SignedOnSeveralMachines_IsInForceAtTheThreshold()
    {
        using SigningKeys none = _desk.Keys("targets-1", "snapshot", "timestamp");
        var finish = new RootFinish(_desk.Folder, none, _desk.Time);

        string? missing = finish.SignAndTake(Next(root => root));
        Assert.Contains("0 of 2", missing);
        Assert.Single(_desk.Folder.Roots());
        byte[] waiting = File.ReadAllBytes(_desk.Folder.NextRoot);
        byte[] first = SignedBy(waiting, "root-1");
        Assert.Contains("1 of 2", finish.Take(TufDocument.Merge([waiting, first], "test")));
        Assert.Contains("1 of 2", finish.Take(TufDocument.Merge([first, SignedBy(waiting, "targets-1")], "test")));
        Assert.Null(finish.Take(TufDocument.Merge([first, SignedBy(waiting, "root-3")], "test")));

        Assert.Equal(2, _desk.Folder.Roots().Count);
        Assert.False(File.Exists(_desk.Folder.NextRoot));
        Assert.True(_desk.Inspect().IsSound);
    }

    [Fact]
    public void Root_ThatTwoHoldersSawDifferently_IsNotMerged()
    {
        byte[] one = TufDocument.Sign(Next(root => root).ToSigned());
        byte[] other = TufDocument.Sign(Next(root => root with { ConsistentSnapshot = false }).ToSigned());

        Assert.Throws<TufRefusedException>(() => TufDocument.Merge([SignedBy(one, "root-1"), SignedBy(other, "root-2")], "test"));
    }

    [Fact]
    public void RootKey_Replaced_SignsFromThenOn()
    {
        string lost = Key("root-1").Id;
        using TufSigner renewed = TufSigner.Create(Path.Combine(_desk.KeysFolder, "root-4.key"));
        using (SigningKeys two = _desk.Keys("root-2", "root-3", "root-4", "targets-1", "snapshot", "timestamp"))
        {
            Assert.Null(new RootFinish(_desk.Folder, two, _desk.Time).SignAndTake(
                Next(root => RootChange.WithRole(root, TufRoleName.Root, RootChange.Replaced(root, TufRoleName.Root, lost[..12], renewed.Public), 2))));
        }

        using SigningKeys oldAndOne = _desk.Keys("root-1", "root-2", "targets-1", "snapshot", "timestamp");
        Assert.Contains("1 of 2", new RootFinish(_desk.Folder, oldAndOne, _desk.Time).SignAndTake(Next(root => root)));
        Assert.DoesNotContain(lost, _desk.Folder.Current().ReadRoot().Keys.Keys);
        Assert.True(_desk.Inspect().IsSound);
    }

    [Fact]
    public async Task OnlineKeys_Rotated_AreTakenByADeviceOfTheFirstRoot()
    {
        await _desk.PublishAsync("1", [1]);
        using TufSigner snapshot = TufSigner.Create(Path.Combine(_desk.KeysFolder, "snapshot-2.key")), timestamp = TufSigner.Create(Path.Combine(_desk.KeysFolder, "timestamp-2.key"));

        using (SigningKeys all = _desk.Keys())
            Assert.Null(new RootFinish(_desk.Folder, all, _desk.Time).SignAndTake(Next(root => RootChange.WithOnline(root, new OnlineKeys(snapshot.Public.Json, timestamp.Public.Json)))));

        Assert.True(_desk.Inspect().IsSound);
        await _desk.PublishAsync("2", [2]);
        Assert.True(_desk.Inspect().IsSound);
    }

    [Fact]
    public void Root_RenewedBeforeItExpires_IsGoodForAnotherYear()
    {
        _desk.Time.Advance(TimeSpan.FromDays(364));
        // Targets have expired long ago: they are signed anew with it, or the new root would help nobody.
        using (SigningKeys all = _desk.Keys())
            Assert.Null(new RootFinish(_desk.Folder, all, _desk.Time).SignAndTake(Next(root => root)));

        _desk.Time.Advance(TimeSpan.FromDays(30));
        Assert.True(_desk.Inspect().IsSound, "a device with the first, expired root comes along");
    }

    private TufRoot Next(Func<TufRoot, TufRoot> change) => change(RootChange.Renew(_desk.Folder.Current().ReadRoot(), _desk.Time.GetUtcNow(), 365));

    private TufKey Key(string name)
    {
        using SigningKeys keys = _desk.Keys(name);
        return keys.All[0].Public;
    }

    private byte[] SignedBy(byte[] root, string name)
    {
        using SigningKeys keys = _desk.Keys(name);
        return TufDocument.AddSignature(root, keys.All[0], "test");
    }
}
