using Edge.Tool.Releases;

namespace Edge.Tool.Tests.Releases;

public sealed class RepositoryFoundingTests : IDisposable
{
    private readonly ReleaseDesk _desk = new();

    public void Dispose() => _desk.Dispose();

    [Fact]
    public void Found_KeysAreTheOwnersOnly()
    {
        if (OperatingSystem.IsWindows())
            return;
        string[] keys = Directory.GetFiles(_desk.KeysFolder);
        Assert.Equal(["root-1", "root-2", "root-3", "snapshot", "targets-1", "timestamp"], keys.Select(key => Path.GetFileNameWithoutExtension(key)).Order());
        foreach (string key in keys)
            Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(key));
    }

    [Fact]
    public void Found_WhereThereIsARepository_OverwritesNothing() =>
        Assert.Throws<ReleaseException>(() => new RepositoryFounding(_desk.Time).Found(_desk.Folder.Path));

    [Theory]
    [InlineData(0, 1)]
    [InlineData(2, 3)]
    [InlineData(17, 2)]
    [InlineData(3, 0)]
    public void Found_WithAThresholdThatCannotBeMet_IsRefused(int keys, int threshold)
    {
        Assert.Throws<ReleaseException>(() => new RepositoryFounding(_desk.Time) { RootKeys = keys, Threshold = threshold }.Found(_desk.At("other")));
        Assert.False(Directory.Exists(_desk.At("other")));
    }

    [Theory]
    [InlineData("http://cloud.example")]
    [InlineData("ftp://127.0.0.1")]
    [InlineData("cloud")]
    public void Cloud_OverPlainHttpFarAway_GetsNoToken(string address)
    {
        File.WriteAllText(_desk.At("token"), "secret");

        Assert.DoesNotContain("secret", Assert.Throws<ReleaseException>(() => ReleaseCloud.Open(address, _desk.At("token"))).Message);
    }
}
