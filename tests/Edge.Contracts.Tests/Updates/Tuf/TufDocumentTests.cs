using System.Text;
using System.Text.Json.Nodes;
using Edge.Contracts.Updates.Tuf;
using Edge.Testing.Tuf;
using static Edge.Contracts.Tests.Updates.Tuf.TufWalk;

namespace Edge.Contracts.Tests.Updates.Tuf;

public sealed class TufDocumentTests : IDisposable
{
    private readonly TufRepository _repository = new(Now);

    public void Dispose() => _repository.Dispose();

    [Fact]
    public void Merge_SignaturesOfMachinesApart_MeetTheThreshold()
    {
        TufSigner second = _repository.NewSigner();
        _repository.AddKey("root", second);
        _repository.SetThreshold("root", 2);
        _repository.PublishRoot();
        TufRoot next = _repository.Root with { Head = TufHead.Of(3, _repository.Expires) };
        byte[] unsigned = TufDocument.Sign(next.ToSigned());
        byte[] one = TufDocument.AddSignature(unsigned, _repository.Signers["root"][0], "3.root.json");
        byte[] two = TufDocument.AddSignature(unsigned, second, "3.root.json");
        _repository.Metadata["3.root.json"] = one;
        Assert.Equal(TufFault.ThresholdNotMet, Fault(() => Start(_repository).Roots(_repository)));
        _repository.Metadata["3.root.json"] = TufDocument.Merge([one, two], "3.root.json");
        Assert.Equal(3, Start(_repository).Roots(_repository).Root.Head.Version);
    }

    [Fact]
    public void Merge_CopiesThatSignSomethingElse_Refuses() => Assert.Equal(
        TufFault.Malformed,
        Fault(() => TufDocument.Merge([_repository.Metadata["timestamp.json"], _repository.Metadata["1.snapshot.json"]], "test")));

    [Fact]
    public void AddSignature_OfTheSameKeyAgain_TakesTheOldOnesPlace()
    {
        byte[] again = TufDocument.AddSignature(_repository.Metadata["timestamp.json"], _repository.Signers["timestamp"][0], "timestamp.json");
        Assert.Single(TufSignedFile.Parse(again, "timestamp.json").Signatures);
        Assert.True(Start(_repository).Roots(_repository).UpdateTimestamp(again));
    }

    [Fact]
    public void ToSigned_UnknownFields_AreKeptAndCovered()
    {
        JsonObject root = _repository.Root.ToSigned();
        root["x-custom"] = new JsonObject { ["b"] = 1, ["a"] = "ü\n" };
        root["roles"]!["targets"]!["x-period"] = 7;
        byte[] signed = TufDocument.Sign(root, _repository.Signers["root"]);
        TufRoot read = TufRoot.Parse(TufSignedFile.Parse(signed, "root.json"));
        byte[] again = TufDocument.Sign(read.ToSigned(), _repository.Signers["root"]);
        Assert.Equal(TufSignedFile.Parse(signed, "a").Canonical.ToArray(), TufSignedFile.Parse(again, "b").Canonical.ToArray());
        _ = new TrustedMetadata(again, Now);
    }

    [Fact]
    public void Signer_KeyFile_IsTheOwnersOnlyAndNeverOverwritten()
    {
        string folder = Directory.CreateTempSubdirectory("edge-tuf-").FullName;
        try
        {
            string path = Path.Combine(folder, "root.key");
            using (TufSigner made = TufSigner.Create(path))
            using (TufSigner read = TufSigner.FromFile(path))
                Assert.Equal(made.Public.Id, read.Public.Id);
            Assert.Throws<IOException>(() => TufSigner.Create(path));
            if (!OperatingSystem.IsWindows())
            {
                File.SetUnixFileMode(path, UnixFileMode.UserRead | UnixFileMode.GroupRead);
                Assert.Throws<TufKeyException>(() => TufSigner.FromFile(path));
            }

            Assert.DoesNotContain("BEGIN", Assert.Throws<TufKeyException>(() => TufSigner.FromPem("-----BEGIN PRIVATE KEY-----\nAAAA\n-----END PRIVATE KEY-----", "x")).Message, StringComparison.Ordinal);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    [Theory]
    [InlineData("{}")]
    [InlineData("[]")]
    [InlineData("not json")]
    [InlineData("""{"signed":{},"signatures":{}}""")]
    [InlineData("""{"signed":{"a":1.5},"signatures":[]}""")]
    [InlineData("""{"signed":{"a":1,"a":1},"signatures":[]}""")]
    [InlineData("""{"signed":{},"signed":{},"signatures":[]}""")]
    [InlineData("""{"signed":{},"signatures":[]} {}""")]
    public void Parse_NoMetadata_Malformed(string text) =>
        Assert.Equal(TufFault.Malformed, Fault(() => TufSignedFile.Parse(Encoding.UTF8.GetBytes(text), "x.json")));

    [Fact]
    public void Parse_NestedTooDeep_Malformed()
    {
        string deep = string.Concat(Enumerable.Repeat("[", 5000));
        Assert.Equal(TufFault.Malformed, Fault(() => TufSignedFile.Parse(Encoding.UTF8.GetBytes($$"""{"signed":{{deep}}"""), "x.json")));
    }

    [Theory]
    [InlineData("*.pack", "a.pack", true)]
    [InlineData("*.pack", "models/a.pack", false)]
    [InlineData("models/*.pack", "models/a.pack", true)]
    [InlineData("models/*", "models/a/b", false)]
    [InlineData("foo-?.tgz", "foo-1.tgz", true)]
    [InlineData("foo-?.tgz", "foo-alpha.tgz", false)]
    [InlineData("*.MD", "readme.md", false)]
    [InlineData("a*b*c", "a-x-b-b-y-c", true)]
    [InlineData("a*b*c", "a-x-b", false)]
    [InlineData("**", "abc", true)]
    [InlineData("", "a", false)]
    public void Covers_Pattern_AsShellsMatch(string pattern, string path, bool expected) =>
        Assert.Equal(expected, new TufDelegation("team", new TufRole([], 1), false, [pattern]).Covers(path));

    [Fact]
    public void Covers_HashPrefix_OfThePathsSha256()
    {
        // SHA-256 of "a.pack" in hexadecimal digits.
        string hash = TufHashes.Sha256Of("a.pack"u8)[TufHashes.Sha256];
        Assert.True(new TufDelegation("bin", new TufRole([], 1), false, null, [hash[..3].ToUpperInvariant()]).Covers("a.pack"));
        Assert.False(new TufDelegation("bin", new TufRole([], 1), false, null, [hash[..3]]).Covers("b.pack"));
    }

    [Fact]
    public void ToSigned_DelegationsAndUnknownFields_SurviveWritingAndReading()
    {
        _repository.Delegate("team", "team/*");
        _repository.AddTarget("a", "a"u8.ToArray());
        JsonObject signed = _repository.Targets.ToSigned();
        signed["targets"]!["a"]!["x-note"] = "kept";
        signed["delegations"]!["roles"]![0]!["x-note"] = "kept";
        byte[] file = TufDocument.Sign(signed, _repository.Signers["targets"]);
        TufTargets read = TufTargets.Parse(TufSignedFile.Parse(file, "targets.json"));
        Assert.Equal(("team", "team/*"), (read.Delegations[0].Name, read.Delegations[0].Paths![0]));
        byte[] again = TufDocument.Sign(read.ToSigned(), _repository.Signers["targets"]);
        Assert.Equal(TufSignedFile.Parse(file, "a").Canonical.ToArray(), TufSignedFile.Parse(again, "b").Canonical.ToArray());
    }
}
