using System.Text.Json;
using Edge.Contracts.Enrolment;

namespace Edge.Tool.Fleet.Simulation;

/// <summary>Identities of simulated devices in a folder, so that another run need not enrol them again. They hold keys: only their owner may read them.</summary>
/// <param name="folder">Made if need be.</param>
internal sealed class IdentityStore(string folder)
{
    private string DevicesFile => Path.Combine(folder, "devices.jsonl");

    private string CloudFile => Path.Combine(folder, "cloud.json");

    /// <summary>What was kept; nothing where nothing was.</summary>
    /// <exception cref="IOException">A file cannot be read.</exception>
    /// <exception cref="JsonException">A file is none of ours.</exception>
    public (List<DeviceIdentity> Devices, KnownCloud? Cloud) Load()
    {
        if (!File.Exists(DevicesFile) || !File.Exists(CloudFile))
            return ([], null);
        List<DeviceIdentity> devices = [.. File.ReadLines(DevicesFile).Select(line => JsonSerializer.Deserialize<DeviceIdentity>(line)!)];
        return (devices, JsonSerializer.Deserialize<KnownCloud>(File.ReadAllText(CloudFile)));
    }

    /// <summary>Keeps them.</summary>
    /// <exception cref="IOException">The folder cannot be written.</exception>
    public void Save(IEnumerable<DeviceIdentity> devices, KnownCloud cloud)
    {
        if (OperatingSystem.IsWindows())
            Directory.CreateDirectory(folder);
        else
            Directory.CreateDirectory(folder, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        File.WriteAllLines(DevicesFile, devices.Select(device => JsonSerializer.Serialize(device)));
        File.WriteAllText(CloudFile, JsonSerializer.Serialize(cloud));
    }

    /// <summary>The cloud that they are enrolled with.</summary>
    /// <param name="RootPem">Its root certificate.</param>
    /// <param name="Broker">Its broker.</param>
    internal sealed record KnownCloud(string RootPem, BrokerAddress Broker);
}
