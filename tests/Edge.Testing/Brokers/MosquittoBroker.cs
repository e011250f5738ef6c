using System.Diagnostics;
using System.Net;
using System.Net.Sockets;

namespace Edge.Testing.Brokers;

/// <summary>A real mosquitto on a free port of loopback, with a folder of its own. Killed and deleted when disposed.</summary>
public sealed class MosquittoBroker : IAsyncDisposable
{
    private const int Attempts = 5;
    private static readonly TimeSpan ReadyTimeout = TimeSpan.FromSeconds(20);
    private readonly BrokerOptions _options;
    private Process? _process;

    private MosquittoBroker(BrokerOptions options)
    {
        _options = options;
        Folder = Directory.CreateTempSubdirectory("edge-broker-").FullName;
    }

    /// <summary>The broker's files: configuration, log, state, certificates.</summary>
    public string Folder { get; }

    public int Port { get; private set; }

    /// <summary>The authority's certificate, where the broker has TLS.</summary>
    public string CaFile { get; private set; } = "";

    /// <summary>What the broker logged so far.</summary>
    public string Log => File.Exists(LogFile) ? File.ReadAllText(LogFile) : "";

    private string LogFile => Path.Combine(Folder, "broker.log");

    /// <summary>Starts a broker that answers.</summary>
    public static async Task<MosquittoBroker> StartAsync(BrokerOptions? options = null)
    {
        MosquittoBroker broker = Prepare(options);
        await broker.StartAsync();
        return broker;
    }

    /// <summary>A broker that does not run yet, on a port that nobody has now.</summary>
    public static MosquittoBroker Prepare(BrokerOptions? options = null)
    {
        var broker = new MosquittoBroker(options ?? new BrokerOptions());
        broker.Port = FreePort();
        return broker;
    }

    public async Task StartAsync()
    {
        for (int attempt = 1; ; attempt++)
        {
            await WriteConfigurationAsync();
            var start = new ProcessStartInfo(Find("mosquitto")) { ArgumentList = { "-c", Path.Combine(Folder, "mosquitto.conf") }, RedirectStandardError = true };
            _process = Process.Start(start)!;
            _process.BeginErrorReadLine(); // Only warnings before its log is open.
            if (await AnswersAsync(_process))
                return;
            if (attempt == Attempts)
                throw new InvalidOperationException($"mosquitto did not start on port {Port}: {Log}");
            await Task.Delay(100); // The port may still be going away from the one before.
        }
    }

    /// <summary>kill -9.</summary>
    public async Task KillAsync()
    {
        if (_process is null)
            return;
        if (!_process.HasExited)
            _process.Kill();
        await _process.WaitForExitAsync();
        _process.Dispose();
        _process = null;
    }

    /// <summary>Makes a broker with persistence write its state now, and waits until it has.</summary>
    public async Task SaveAsync()
    {
        string state = Path.Combine(Folder, "mosquitto.db");
        DateTime before = File.GetLastWriteTimeUtc(state);
        await SignalAsync("USR1");
        await Deadline.UntilAsync(() => File.GetLastWriteTimeUtc(state) > before, "the broker saved its state");
    }

    /// <summary>SIGSTOP: its connections stand and nothing comes out of them.</summary>
    public Task FreezeAsync() => SignalAsync("STOP");

    /// <summary>kill -9, lose the state where there is any and <paramref name="forget"/> says so, and start on the same port.</summary>
    public async Task RestartAsync(bool forget = true)
    {
        await KillAsync();
        if (forget)
            File.Delete(Path.Combine(Folder, "mosquitto.db"));
        await StartAsync();
    }

    public async ValueTask DisposeAsync()
    {
        await KillAsync();
        Directory.Delete(Folder, recursive: true);
    }

    /// <summary>A port that was free a moment ago.</summary>
    public static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }

    internal static string Find(string program)
    {
        foreach (string folder in new[] { "/usr/sbin", "/usr/bin", "/usr/local/sbin", "/usr/local/bin" })
        {
            if (File.Exists(Path.Combine(folder, program)))
                return Path.Combine(folder, program);
        }

        throw new FileNotFoundException($"{program} is not installed (Debian: mosquitto, mosquitto-clients).");
    }

    private async Task SignalAsync(string name)
    {
        using Process signal = Process.Start(new ProcessStartInfo("kill") { ArgumentList = { "-" + name, _process!.Id.ToString(System.Globalization.CultureInfo.InvariantCulture) } })!;
        await signal.WaitForExitAsync();
    }

    private async Task WriteConfigurationAsync()
    {
        List<string> lines =
        [
            $"listener {Port} 127.0.0.1",
            $"allow_anonymous {(_options.Users.Count == 0 ? "true" : "false")}",
            $"persistence {(_options.Persistence ? "true" : "false")}",
            $"persistence_location {Folder}/",
            $"log_dest file {LogFile}",
            "log_type all",
            "max_queued_messages 100000",
            "set_tcp_nodelay true",
        ];
        if (Environment.IsPrivilegedProcess)
            lines.Add("user root"); // Otherwise it becomes a user that cannot read the folder.
        if (_options.MaximumPacketSize is { } limit)
            lines.Add($"max_packet_size {limit}");
        if (_options.Users.Count > 0)
            lines.Add($"password_file {await WritePasswordsAsync()}");
        if (_options.AccessRules.Count > 0)
        {
            string file = Path.Combine(Folder, "acl");
            await File.WriteAllLinesAsync(file, _options.AccessRules);
            lines.Add($"acl_file {file}");
        }

        if (_options.Authority is { } authority)
            lines.AddRange(WriteCertificates(authority));
        await File.WriteAllLinesAsync(Path.Combine(Folder, "mosquitto.conf"), lines);
    }

    private IEnumerable<string> WriteCertificates(TestAuthority authority)
    {
        CaFile = authority.WriteCa(Folder);
        (string certificate, string key) = authority.Issue(Folder, "broker", _options.CertificateNames);
        return [$"cafile {CaFile}", $"certfile {certificate}", $"keyfile {key}", $"require_certificate {(_options.RequireClientCertificate ? "true" : "false")}"];
    }

    private async Task<string> WritePasswordsAsync()
    {
        string file = Path.Combine(Folder, "passwords");
        await File.WriteAllTextAsync(file, "");
        if (!OperatingSystem.IsWindows())
            File.SetUnixFileMode(file, UnixFileMode.UserRead | UnixFileMode.UserWrite);
        foreach ((string user, string password) in _options.Users)
        {
            using Process process = Process.Start(new ProcessStartInfo(Find("mosquitto_passwd")) { ArgumentList = { "-b", file, user, password } })!;
            await process.WaitForExitAsync();
        }

        return file;
    }

    private async Task<bool> AnswersAsync(Process process)
    {
        long start = TimeProvider.System.GetTimestamp();
        while (TimeProvider.System.GetElapsedTime(start) < ReadyTimeout)
        {
            if (process.HasExited)
                return false;
            using var client = new TcpClient();
            try
            {
                await client.ConnectAsync(IPAddress.Loopback, Port);
                return true;
            }
            catch (SocketException)
            {
                await Task.Delay(10);
            }
        }

        return false;
    }
}
