using Edge.Agent.Updates.Tuf;
using Edge.Contracts.Updates.Tuf;
using Edge.Testing;
using Edge.Testing.Tuf;

namespace Edge.Agent.Tests.Updates.Tuf;

/// <summary>Who is asked for a target, in which order, and who is not (TUF 5.6.7).</summary>
public sealed class TufSearchTests : IDisposable
{
    private static readonly DateTimeOffset Now = new(2026, 6, 1, 12, 0, 0, TimeSpan.Zero);
    private readonly TufRepository _repository = new(Now);
    private readonly RepositoryInMemory _files;

    public TufSearchTests() => _files = new RepositoryInMemory(_repository);

    public void Dispose() => _repository.Dispose();

    [Fact]
    public async Task Find_SeveralRoles_DepthFirstInTheirOrder()
    {
        Graph(("targets", "a", false), ("targets", "b", false), ("a", "c", false), ("a", "d", false));
        Assert.Null(await FindAsync("x"));
        Assert.Equal(["a", "c", "d", "b"], Asked());
    }

    [Fact]
    public async Task Find_TerminatingRole_NobodyAfterIt()
    {
        Graph(("targets", "a", false), ("targets", "b", false), ("a", "c", true), ("a", "d", false), ("c", "e", false));
        Assert.Null(await FindAsync("x"));
        Assert.Equal(["a", "c", "e"], Asked());
    }

    [Fact]
    public async Task Find_RolesInACircle_EachOnce()
    {
        Graph(("targets", "a", false), ("a", "b", false), ("b", "a", false));
        Assert.Null(await FindAsync("x"));
        Assert.Equal(["a", "b"], Asked());
    }

    [Fact]
    public async Task Find_EndlessRoles_StopsAtTheLimit()
    {
        Graph([.. Enumerable.Range(0, 50).Select(i => ("targets", $"r{i:00}", false))]);
        Assert.Null(await FindAsync("x"));
        Assert.Equal(TufLimits.Default.Roles, Asked().Count);
    }

    [Fact]
    public async Task Find_RoleThatIsNotAskedForThePath_IsNotFetched()
    {
        _repository.Delegate("team", "team/*");
        _repository.AddTarget("other/x", "x"u8.ToArray(), role: "team");
        _repository.Publish();
        Assert.Null(await FindAsync("other/x"));
        Assert.Empty(Asked());
    }

    [Fact]
    public async Task Find_RoleWithAnOddName_StaysInItsFolder()
    {
        _repository.Delegate("../../escape", "*");
        _repository.AddTarget("x", "x"u8.ToArray(), role: "../../escape");
        _repository.Publish();
        string folder = Directory.CreateTempSubdirectory("edge-tuf-").FullName;
        try
        {
            string trusted = Path.Combine(folder, "a", "b", "trusted");
            Directory.CreateDirectory(Path.GetDirectoryName(trusted)!);
            TufClient client = new(_files, new TrustedFolder(trusted), _repository.InitialRoot, new ManualTimeProvider(Now));
            await client.RefreshAsync(default);
            Assert.NotNull(await client.FindAsync("x", default));
            Assert.Equal(5, Directory.GetFiles(folder, "*", SearchOption.AllDirectories).Length);
            Assert.Equal(5, Directory.GetFiles(trusted).Length);
            Assert.Contains("1...%2F..%2Fescape.json", _files.Asked);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    [Fact]
    public async Task Find_RoleOfTwoDelegators_IsVerifiedForEach()
    {
        // Two teams delegate to a role of one name with a key each; the file is signed with the first one's only.
        TufSigner first = _repository.NewSigner();
        TufSigner second = _repository.NewSigner();
        foreach ((string team, TufSigner signer) in new[] { ("one", first), ("two", second) })
        {
            _repository.Delegate(team, $"{team}/*");
            _repository.Delegated[team] = _repository.Delegated[team] with
            {
                DelegationKeys = new Dictionary<string, TufKey> { [signer.Public.Id] = signer.Public },
                Delegations = [new TufDelegation("shared", new TufRole([signer.Public.Id], 1), false, [$"{team}/*"])],
            };
        }

        _repository.Delegated["shared"] = new TufTargets { Head = TufHead.Of(0, Now), Targets = new Dictionary<string, TufTargetFile>() };
        _repository.Signers["shared"] = [first];
        _repository.AddTarget("one/x", "good"u8.ToArray(), role: "shared");
        _repository.AddTarget("two/x", "bad"u8.ToArray(), role: "shared");
        _repository.Publish();
        TufClient client = await ClientAsync();
        Assert.NotNull(await client.FindAsync("one/x", default));
        Assert.Equal(TufFault.ThresholdNotMet, (await Assert.ThrowsAsync<TufRefusedException>(() => client.FindAsync("two/x", default))).Fault);
    }

    private void Graph(params (string From, string To, bool Terminating)[] edges)
    {
        foreach ((string from, string to, bool terminating) in edges)
        {
            if (!_repository.Delegated.ContainsKey(to))
                _repository.Delegated[to] = new TufTargets { Head = TufHead.Of(0, Now), Targets = new Dictionary<string, TufTargetFile>() };
            TufSigner signer = _repository.NewSigner();
            _repository.Signers[to] = [.. _repository.Signers.GetValueOrDefault(to, []), signer];
            TufTargets delegator = from == "targets" ? _repository.Targets : _repository.Delegated[from];
            delegator = delegator with
            {
                DelegationKeys = new Dictionary<string, TufKey>(delegator.DelegationKeys) { [signer.Public.Id] = signer.Public },
                Delegations = [.. delegator.Delegations, new TufDelegation(to, new TufRole([signer.Public.Id], 1), terminating, ["*"])],
            };
            if (from == "targets")
                _repository.Targets = delegator;
            else
                _repository.Delegated[from] = delegator;
        }

        _repository.Publish();
    }

    private async Task<TufTarget?> FindAsync(string path) => await (await ClientAsync()).FindAsync(path, default);

    private async Task<TufClient> ClientAsync()
    {
        TufClient client = new(_files, new TrustedInMemory(), _repository.InitialRoot, new ManualTimeProvider(Now));
        await client.RefreshAsync(default);
        _files.Asked.Clear();
        return client;
    }

    private List<string> Asked() => [.. _files.Asked.Select(path => path.Split('.')[1])];
}
