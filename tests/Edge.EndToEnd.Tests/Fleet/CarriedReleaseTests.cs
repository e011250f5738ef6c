using Edge.Contracts.Packs;
using Edge.Contracts.Updates;
using Edge.EndToEnd.Tests.Agents;
using Edge.Testing.Brokers;
using Edge.Testing.Tuf;

namespace Edge.EndToEnd.Tests.Fleet;

/// <summary>A stick with releases, a device without a network, and the real agent.</summary>
public sealed class CarriedReleaseTests : IAsyncLifetime
{
    private const string Target = "models/street-demo-1.1.0.pack";
    private static readonly string Shipped = Path.Combine(AgentExecutable.Repository, "models", "street-demo");
    private readonly TestDevice _device = new(MosquittoBroker.FreePort());
    private readonly TufRepository _releases = new(TimeProvider.System.GetUtcNow());

    private string Stick => Path.Combine(_device.Folder, "stick");

    private string RootFile => Path.Combine(_device.Folder, "1.root.json");

    private string Slot => Path.Combine(_device.DataPath, "updates", "slots", "model.json");

    public Task InitializeAsync() => Task.CompletedTask;

    public async Task DisposeAsync()
    {
        await _device.DisposeAsync();
        _releases.Dispose();
    }

    [Fact]
    public async Task Release_OnAStick_IsTriedAndComesIntoForce()
    {
        Publish(["lab-kit"]);
        AgentProcess agent = await StartAsync();

        AgentProcess update = Update("100s");

        Assert.True(await update.WaitForExitAsync() == 0, update.Log + agent.Log);
        Assert.Contains($"{Target}: Shadow, Running", update.Log, StringComparison.Ordinal);
        Assert.Contains($"{Target}: Commit, Committed", update.Log, StringComparison.Ordinal);
        Assert.Contains(Target, await File.ReadAllTextAsync(Slot), StringComparison.Ordinal);
        Assert.True(agent.IsRunning);
    }

    [Fact]
    public async Task Release_TamperedWithOnTheWay_IsRefusedAndNothingChanges()
    {
        Publish([]);
        string file = Directory.EnumerateFiles(Path.Combine(Stick, "targets"), "*.pack", SearchOption.AllDirectories).Single();
        byte[] bytes = await File.ReadAllBytesAsync(file);
        bytes[bytes.Length / 2] ^= 1;
        await File.WriteAllBytesAsync(file, bytes);
        AgentProcess agent = await StartAsync();

        // It is tried again, with pauses, since a stick can be read wrongly once; nobody waits here for the last try.
        AgentProcess update = Update("5s");

        Assert.Equal(1, await update.WaitForExitAsync());
        Assert.Contains("wrongHash", update.Log, StringComparison.Ordinal);
        Assert.False(File.Exists(Slot) && (await File.ReadAllTextAsync(Slot)).Contains(Target, StringComparison.Ordinal));
        Assert.Equal(0, agent.Count(" is in force"));
    }

    [Fact]
    public async Task Release_ForOtherHardware_IsNotOffered()
    {
        Publish(["another-kit"]);

        AgentProcess update = Update("100s");

        Assert.Equal(2, await update.WaitForExitAsync());
        Assert.Contains("no release for this device", update.Log, StringComparison.Ordinal);
    }

    private async Task<AgentProcess> StartAsync()
    {
        AgentProcess agent = _device.Run();
        await agent.WaitForLogAsync("Streaming");
        return agent;
    }

    private AgentProcess Update(string wait) => _device.Start(["update", "--config", _device.ConfigPath, "--from", Stick, "--root", RootFile, "--wait", wait]);

    private void Publish(IReadOnlyList<string> hardware)
    {
        _device.Configure("""
            cameras:
              - id: street
                source: synthetic:street
                capture: { realTime: true, maximumFps: 5 }
                rules: [{ id: crowd, when: count, zone: all, maximumCount: 50 }]
                zones: [{ id: all, points: [[0, 0], [1, 0], [1, 1], [0, 1]] }]
            updates: { replayPictures: 4, shadowTime: 3s, shadowFrames: 5, probation: 2s }
            model: { providers: [cpu], threads: 1 }
            """);
        File.WriteAllText(_device.ConfigPath, File.ReadAllText(_device.ConfigPath).Replace("site: lab,", "site: lab, hardware: lab-kit,", StringComparison.Ordinal));
        string pack = Path.Combine(_device.Folder, "new.pack");
        var files = Directory.EnumerateFiles(Shipped, "*", SearchOption.AllDirectories)
            .Where(file => !file.EndsWith(".md", StringComparison.Ordinal) && !file.EndsWith("manifest.json", StringComparison.Ordinal))
            .ToDictionary(file => Path.GetRelativePath(Shipped, file), File.ReadAllBytes);
        PackWriter.Write(pack, PackReader.Open(Shipped, new Version(0, 1, 0)).Manifest with { Version = "1.1.0" }, files);
        _releases.AddTarget(Target, File.ReadAllBytes(pack), new ReleaseDescription { Kind = ReleaseKind.Model, Name = "street-demo", Version = "1.1.0", Counter = 1, Hardware = hardware });
        _releases.Publish();
        Write("metadata", _releases.Metadata);
        Write("targets", _releases.Content);
        File.WriteAllBytes(RootFile, _releases.InitialRoot);
    }

    private void Write(string folder, IDictionary<string, byte[]> files)
    {
        foreach ((string name, byte[] content) in files)
        {
            string path = Path.Combine(Stick, folder, name);
            Directory.CreateDirectory(Path.GetDirectoryName(path)!);
            File.WriteAllBytes(path, content);
        }
    }
}
