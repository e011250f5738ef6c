namespace Edge.Tool.Fleet.Demo;

/// <summary>A real agent with a drawn camera, in a process and a data folder of its own.</summary>
internal sealed class DemoDevice : IAsyncDisposable
{
    private readonly DemoOptions _options;
    private readonly string _folder;
    private DemoProcess? _agent;

    /// <summary>A device that does not run yet.</summary>
    /// <param name="options">The agent's program and where its data goes.</param>
    /// <param name="number">From 1.</param>
    public DemoDevice(DemoOptions options, int number)
    {
        _options = options;
        Id = $"cam-{number}";
        Ring = number == 1 ? "first" : "rest";
        _folder = Path.Combine(options.Folder, Id);
        Directory.CreateDirectory(_folder);
        File.WriteAllText(ConfigFile, Configuration(number));
    }

    /// <summary>Its id.</summary>
    public string Id { get; }

    /// <summary>Value of its label <c>ring</c>.</summary>
    public string Ring { get; }

    /// <summary>How often its agent was started.</summary>
    public int Starts => _agent?.Starts ?? 0;

    /// <summary>Whether its agent has ended.</summary>
    public bool HasEnded => _agent is { HasEnded: true };

    /// <summary>What its agent said.</summary>
    public string LogFile => Path.Combine(_folder, "agent.log");

    private string ConfigFile => Path.Combine(_folder, "edge.yaml");

    /// <summary>Enrols with a one-time token: the key is made here and stays here.</summary>
    public async Task EnrolAsync(Uri cloud, string token, CancellationToken cancellation)
    {
        string file = Path.Combine(_folder, "token");
        await File.WriteAllTextAsync(file, token, cancellation);
        await DemoProcess.RunAsync(_options.Agent, ["enroll", "--config", ConfigFile, "--cloud", cloud.ToString(), "--token-file", file, "--device", Id], cancellation);
        File.Delete(file);
    }

    /// <summary>Starts the agent.</summary>
    public void Start() => _agent = DemoProcess.Start(_options.Agent, ["run", "--config", ConfigFile], LogFile);

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => _agent?.DisposeAsync() ?? ValueTask.CompletedTask;

    // Lines, not zones: after a swap of models everything in a zone is new to the tracker and enters it once more, a burst that has nothing to do with the model.
    // Few frames and one thread: as many devices as the demonstration has must fit on a laptop beside their cloud.
    private static string Configuration(int number) => $$"""
        device: { dataPath: data, hardware: demo-box, serial: "DEMO-{{number}}" }
        model: { providers: [cpu], threads: 1 }
        cameras:
          - id: street
            source: synthetic:street?seed={{number}}&width=640&height=360&people=4&cars=3
            capture: { realTime: true, maximumFps: 4 }
            lines:
              - { id: left, from: [0.25, 1], to: [0.25, 0] }
              - { id: middle, from: [0.5, 1], to: [0.5, 0] }
              - { id: right, from: [0.75, 1], to: [0.75, 0] }
            rules:
              - { id: passes-left, when: crosses, line: left }
              - { id: passes-middle, when: crosses, line: middle }
              - { id: passes-right, when: crosses, line: right }
        health: { telemetryEvery: 2s }
        updates: { replayPictures: 20, shadowTime: 30s, shadowFrames: 60, probation: 8s, faultPatience: 20s, brokerPatience: 20s }

        """;
}
