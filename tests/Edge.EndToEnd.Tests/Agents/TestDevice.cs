using Microsoft.Data.Sqlite;

namespace Edge.EndToEnd.Tests.Agents;

/// <summary>A device with a folder of its own, on which the agent runs, once or again and again. Deleted when disposed.</summary>
internal sealed class TestDevice : IAsyncDisposable
{
    /// <summary>What every topic of the device starts with.</summary>
    public const string Topics = "edge/v1/lab/device/";

    private readonly List<AgentProcess> _agents = [];

    /// <summary>A device whose broker is on <paramref name="port"/> of loopback.</summary>
    public TestDevice(int port)
    {
        Port = port;
        Folder = Directory.CreateTempSubdirectory("edge-device-").FullName;
        DataPath = Path.Combine(Folder, "data");
    }

    public int Port { get; }

    /// <summary>Holds <c>edge.yaml</c> and the data.</summary>
    public string Folder { get; }

    /// <summary>Where the agent writes.</summary>
    public string DataPath { get; init; }

    public string ConfigPath => Path.Combine(Folder, "edge.yaml");

    /// <summary>
    /// Writes <c>edge.yaml</c>: site and device as in <see cref="Topics"/>, telemetry each second, one thread a model, and <paramref name="rest"/>.
    /// Replaces the file by a rename, as a careful editor does.
    /// </summary>
    public void Configure(string rest, string mqtt = "")
    {
        string text = $$"""
            device: { site: lab, id: device, dataPath: {{DataPath}} }
            mqtt: { host: 127.0.0.1, port: {{Port}}{{(mqtt.Length > 0 ? ", " + mqtt : "")}} }
            health: { telemetryEvery: 1s }

            """ + rest + "\n";
        File.WriteAllText(ConfigPath + ".new", text);
        File.Move(ConfigPath + ".new", ConfigPath, overwrite: true);
    }

    /// <summary>Starts <c>edge-agent run --config edge.yaml</c> and <paramref name="more"/>.</summary>
    public AgentProcess Run(params string[] more) => Start(["run", "--config", ConfigPath, .. more]);

    /// <summary>Starts the agent with exactly these arguments.</summary>
    public AgentProcess Start(IEnumerable<string> arguments, IReadOnlyDictionary<string, string>? environment = null)
    {
        AgentProcess agent = AgentProcess.Start(Folder, arguments, environment ?? new Dictionary<string, string>());
        _agents.Add(agent);
        return agent;
    }

    /// <summary>Ids of the alert messages that are committed and not yet delivered, as an independent reader of the database sees them.</summary>
    public HashSet<string> CommittedAlerts()
    {
        string file = Path.Combine(DataPath, "outbox.db");
        var ids = new HashSet<string>();
        if (!File.Exists(file))
            return ids;
        using var connection = new SqliteConnection(new SqliteConnectionStringBuilder { DataSource = file, Mode = SqliteOpenMode.ReadOnly, Pooling = false, DefaultTimeout = 5 }.ToString());
        connection.Open();
        using SqliteCommand command = connection.CreateCommand();
        command.CommandText = "SELECT count(*) FROM sqlite_master WHERE name = 'messages'";
        if ((long)command.ExecuteScalar()! == 0)
            return ids; // The agent is about to make it.
        command.CommandText = "SELECT json_extract(CAST(payload AS TEXT), '$.id') FROM messages WHERE topic LIKE '%/alerts/%'";
        using SqliteDataReader reader = command.ExecuteReader();
        while (reader.Read())
            ids.Add(reader.GetString(0));
        return ids;
    }

    public async ValueTask DisposeAsync()
    {
        foreach (AgentProcess agent in _agents)
            await agent.DisposeAsync();
        Directory.Delete(Folder, recursive: true);
    }
}
