using System.Diagnostics;
using Edge.Agent.Updates;
using Edge.Agent.Updates.Downloads;
using Edge.Agent.Updates.Tuf;
using Edge.Contracts.Updates;
using Edge.Contracts.Updates.Tuf;
using Edge.Testing.Tuf;
using Microsoft.Extensions.Logging.Abstractions;

namespace Edge.Agent.Tests.Updates.Downloads;

/// <summary>A small delta instead of the whole file, where there is one for what is installed, and the whole wherever the delta fails.</summary>
public sealed class DeltaReleaseSourceTests : IDisposable
{
    private const string Name = "models/thing-2.0.0.pack";
    private const string DeltaName = "deltas/one-two.vcdiff";
    private readonly string _folder = Directory.CreateTempSubdirectory("edge-delta-source-").FullName;
    private readonly TufRepository _repository = new(TimeProvider.System.GetUtcNow());
    private readonly byte[] _old = new byte[400_000];
    private readonly byte[] _new;

    public DeltaReleaseSourceTests()
    {
        new Random(1).NextBytes(_old);
        _new = [.. _old[..100_000], 1, 2, 3, .. _old[90_000..]];
        File.WriteAllBytes(Old, _old);
    }

    private string Old => Path.Combine(_folder, "installed.pack");

    private string Target => Path.Combine(_folder, "incoming", "new.pack");

    private string Carried => Path.Combine(_folder, "repository");

    public void Dispose()
    {
        _repository.Dispose();
        Directory.Delete(_folder, recursive: true);
    }

    [Fact]
    public async Task Download_WithADeltaForWhatIsInstalled_NeedsTheDeltaOnly()
    {
        Publish(Delta());
        // The whole file is not even there.
        DeleteWhole();

        await DownloadAsync(installed: true);

        Assert.Equal(_new, await File.ReadAllBytesAsync(Target));
        Assert.Equal([Target], Directory.GetFiles(Path.GetDirectoryName(Target)!));
    }

    [Fact]
    public async Task Download_WithADeltaForSomethingElse_FetchesTheWhole()
    {
        Publish(Delta());

        await DownloadAsync(installed: false);

        Assert.Equal(_new, await File.ReadAllBytesAsync(Target));
    }

    [Fact]
    public async Task Download_WithAHostileDelta_FetchesTheWhole()
    {
        // Signed, but no delta: whoever signed it was careless, or lost the key.
        Publish([0xD6, 0xC3, 0xC4, 0, 0, 1, 0xFF, 0xFF]);

        await DownloadAsync(installed: true);

        Assert.Equal(_new, await File.ReadAllBytesAsync(Target));
        Assert.Equal([Target], Directory.GetFiles(Path.GetDirectoryName(Target)!));
    }

    [Fact]
    public async Task Download_WithADeltaThatMakesAnotherFile_FetchesTheWhole()
    {
        byte[] other = [.. _new];
        other[5] ^= 1;
        Publish(Delta(to: other));

        await DownloadAsync(installed: true);

        Assert.Equal(_new, await File.ReadAllBytesAsync(Target));
    }

    [Fact]
    public async Task Download_FromASpoiledInstalledFile_FetchesTheWhole()
    {
        Publish(Delta());
        byte[] spoiled = [.. _old];
        spoiled[200_000] ^= 1;
        await File.WriteAllBytesAsync(Old, spoiled);

        await DownloadAsync(installed: true);

        Assert.Equal(_new, await File.ReadAllBytesAsync(Target));
    }

    [Fact]
    public async Task Download_WithoutTheDeltasFile_SaysThatTheSourceIsIncomplete()
    {
        // A link that is down, not a delta that is wrong: the next attempt may have it.
        Publish(Delta());
        foreach (string delta in Directory.GetFiles(Path.Combine(Carried, "targets", "deltas")))
            File.Delete(delta);

        await Assert.ThrowsAsync<ReleaseUnavailableException>(() => DownloadAsync(installed: true));
        Assert.False(File.Exists(Target));
    }

    private void Publish(byte[] delta)
    {
        string from = TufHashes.Sha256Of(_old)[TufHashes.Sha256];
        _repository.AddTarget(Name, _new, new ReleaseDescription { Kind = ReleaseKind.Model, Name = "thing", Version = "2.0.0", Counter = 2, Deltas = [new(from, DeltaName, DeltaDescription.Vcdiff)] });
        _repository.AddTarget(DeltaName, delta);
        _repository.Publish();
        _repository.WriteTo(Carried);
    }

    private void DeleteWhole()
    {
        foreach (string whole in Directory.GetFiles(Path.Combine(Carried, "targets", "models")))
            File.Delete(whole);
    }

    private byte[] Delta(byte[]? to = null)
    {
        string changed = Path.Combine(_folder, "changed"), delta = Path.Combine(_folder, "delta");
        File.WriteAllBytes(changed, to ?? _new);
        using Process encoder = Process.Start("xdelta3", ["-e", "-f", "-q", "-S", "none", "-A=", "-n", "-s", Old, changed, delta]);
        encoder.WaitForExit();
        Assert.Equal(0, encoder.ExitCode);
        Assert.True(new FileInfo(delta).Length < 20_000);
        return File.ReadAllBytes(delta);
    }

    private async Task DownloadAsync(bool installed)
    {
        var downloader = new BoundedDownloader(new DownloadLimits { Attempts = 1, ReserveBytes = 0 }, new BandwidthLimit(null, TimeProvider.System), TimeProvider.System);
        TufReleaseSource whole = TufReleaseSource.InFolder(Carried, new TrustedFolder(Path.Combine(_folder, "trusted")), _repository.InitialRoot, downloader, TimeProvider.System);
        var source = new DeltaReleaseSource(whole, new Installed(installed ? Old : null), NullLogger<DeltaReleaseSource>.Instance);
        await source.RefreshAsync(CancellationToken.None);
        ReleaseTarget target = (await source.FindAsync(Name, CancellationToken.None))!;
        await source.DownloadAsync(target, Target, null, CancellationToken.None);
    }

    private sealed class Installed(string? file) : IInstalledFiles
    {
        public string? Find(string sha256) => file;
    }
}
