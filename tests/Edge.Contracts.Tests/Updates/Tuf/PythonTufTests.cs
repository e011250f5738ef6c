using System.Diagnostics;
using System.Text.Json;
using Edge.Contracts.Updates;
using Edge.Contracts.Updates.Tuf;
using Edge.Testing.Tuf;

namespace Edge.Contracts.Tests.Updates.Tuf;

/// <summary>Repositories exchanged with TUF's reference implementation.</summary>
public sealed class PythonTufTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("edge-python-tuf-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [PythonTufFact]
    public async Task Client_RepositoryOfPythonTuf_IsAccepted()
    {
        await PythonAsync("make", _folder);
        byte[] Read(string name) => File.ReadAllBytes(Path.Combine(_folder, name));
        TrustedMetadata trusted = new(Read("initial_root.json"), TimeProvider.System.GetUtcNow());
        trusted.UpdateRoot(Read("metadata/2.root.json"));
        trusted.CompleteRoot();
        trusted.UpdateTimestamp(Read("metadata/timestamp.json"));
        trusted.UpdateSnapshot(Read("metadata/1.snapshot.json"));
        trusted.UpdateTargets(Read("metadata/1.targets.json"));
        trusted.UpdateDelegatedTargets(Read("metadata/1.team.json"), trusted.Targets!.Delegations[0], "targets");
        Assert.Equal((2, 2), (trusted.Root.Head.Version, trusted.Root.Roles["root"].Threshold));
        Assert.Equal(7, ReleaseDescriptionJson.Read(trusted.Targets.Targets["models/a.pack"].Custom, "a")!.Counter);
        Assert.Equal(10, trusted.Delegated("team")!.Targets["team/b.pack"].Length);
    }

    [PythonTufFact]
    public async Task Repository_OfOurs_IsAcceptedByPythonTuf()
    {
        using TufRepository repository = new(TimeProvider.System.GetUtcNow());
        repository.AddKey("root", repository.NewSigner());
        repository.SetThreshold("root", 2);
        repository.PublishRoot();
        repository.Rotate("timestamp");
        repository.PublishRoot();
        ReleaseDescription description = new()
        {
            Kind = ReleaseKind.Model,
            Name = "a",
            Version = "1.0.0",
            Counter = 3,
            Hardware = ["grüße-😀"],
            Replay = new ReplayBudget(0.01),
            MaximumLatencyMs = 20.25,
            Deltas = [new DeltaDescription(new string('0', 64), "deltas/a.vcdiff", DeltaDescription.Vcdiff)],
        };
        byte[] one = [.. Enumerable.Range(0, 5000).Select(i => (byte)i)];
        repository.AddTarget("models/a.pack", one, description);
        repository.Delegate("team", "team/*");
        repository.AddTarget("team/b.pack", "b"u8.ToArray(), role: "team");
        repository.Publish();
        repository.WriteTo(_folder);
        await File.WriteAllBytesAsync(Path.Combine(_folder, "initial_root.json"), repository.InitialRoot);

        await PythonAsync("read", _folder, "models/a.pack", "team/b.pack");

        Assert.Equal(one, await File.ReadAllBytesAsync(Path.Combine(_folder, "downloaded", "models_a.pack")));
        Assert.Equal("b", await File.ReadAllTextAsync(Path.Combine(_folder, "downloaded", "team_b.pack")));
        TufRoot root = TufRoot.Parse(TufSignedFile.Parse(await File.ReadAllBytesAsync(Path.Combine(_folder, "trusted", "root.json")), "root.json"));
        Assert.Equal(3, root.Head.Version);
    }

    [PythonTufFact]
    public async Task CanonicalJson_RandomValues_InTheSameBytesAsSecuresystemslib()
    {
        Random random = new(7);
        string[] lines = [.. Enumerable.Range(0, 3000).Select(_ => RandomJson.Of(random, 4))];
        string file = Path.Combine(_folder, "values");
        await File.WriteAllTextAsync(file, string.Join('\n', lines));
        string[] theirs = (await PythonAsync("canonical", file)).Split('\n', StringSplitOptions.RemoveEmptyEntries);
        string[] ours = [.. lines.Select(Ours)];
        Assert.Equal(ours, theirs);
        // Both kinds must occur, or nothing is compared.
        Assert.InRange(ours.Count(form => form == "none"), 100, 2500);
    }

    private static string Ours(string line)
    {
        using JsonDocument document = JsonDocument.Parse(line);
        try
        {
            return Convert.ToHexStringLower(TufCanonicalJson.Bytes(document.RootElement));
        }
        catch (FormatException)
        {
            return "none";
        }
    }

    private static async Task<string> PythonAsync(params string[] arguments)
    {
        string script = Path.Combine(AppContext.BaseDirectory, "Updates", "Tuf", "python-tuf-exchange.py");
        using Process process = Process.Start(new ProcessStartInfo(PythonTufFactAttribute.Python!, [script, .. arguments])
        {
            RedirectStandardError = true,
            RedirectStandardOutput = true,
        })!;
        Task<string> errors = process.StandardError.ReadToEndAsync();
        string output = await process.StandardOutput.ReadToEndAsync();
        await process.WaitForExitAsync();
        Assert.True(process.ExitCode == 0, await errors);
        return output;
    }
}
