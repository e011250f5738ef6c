using System.Diagnostics;
using Edge.Testing.Brokers;

namespace Edge.Testing.Databases;

/// <summary>A real PostgreSQL on a free port of loopback, with a cluster of its own that goes with it. One for a test class is enough: <see cref="CreateDatabaseAsync"/>.</summary>
public sealed class PostgresServer : IAsyncDisposable
{
    private readonly string _folder;
    private readonly Process _process;
    private int _databases;

    private PostgresServer(string folder, Process process, int port) => (_folder, _process, Port) = (folder, process, port);

    /// <summary>Folder of the programs; null where PostgreSQL is not installed.</summary>
    public static string? Programs { get; } = Directory.Exists("/usr/lib/postgresql")
        ? Directory.EnumerateDirectories("/usr/lib/postgresql").Select(version => Path.Combine(version, "bin")).LastOrDefault(bin => File.Exists(Path.Combine(bin, "initdb")))
        : null;

    public int Port { get; }

    /// <summary>Makes a cluster and starts it.</summary>
    public static async Task<PostgresServer> StartAsync()
    {
        string folder = Directory.CreateTempSubdirectory("edge-postgres-").FullName;
        // The server refuses to run as root.
        if (Environment.IsPrivilegedProcess)
            await RunAsync("chown", "postgres", folder);
        await RunAsync(Path.Combine(Programs!, "initdb"), "-D", Path.Combine(folder, "data"), "-U", "edge", "--auth=trust", "--no-sync", "-E", "UTF8", "--locale=C");
        int port = MosquittoBroker.FreePort();
        Process process = Process.Start(Command(
            Path.Combine(Programs!, "postgres"), "-D", Path.Combine(folder, "data"), "-p", port.ToString(), "-h", "127.0.0.1", "-k", folder, "-F", "-c", "max_connections=200", "-c", "deadlock_timeout=50ms", "-c", "log_destination=stderr"))!;
        process.BeginErrorReadLine();
        process.BeginOutputReadLine();
        var server = new PostgresServer(folder, process, port);
        for (int attempt = 0; !await TryRunAsync(Path.Combine(Programs!, "pg_isready"), "-h", "127.0.0.1", "-p", port.ToString(), "-U", "edge"); attempt++)
        {
            if (process.HasExited || attempt > 200)
                throw new InvalidOperationException("postgres did not start");
            await Task.Delay(50);
        }

        return server;
    }

    /// <summary>A new, empty database.</summary>
    /// <returns>Its Npgsql connection string.</returns>
    public async Task<string> CreateDatabaseAsync()
    {
        string name = $"edge{Interlocked.Increment(ref _databases)}";
        await RunAsync(Path.Combine(Programs!, "createdb"), "-h", "127.0.0.1", "-p", Port.ToString(), "-U", "edge", name);
        return $"Host=127.0.0.1;Port={Port};Username=edge;Database={name};Pooling=true;Maximum Pool Size=40";
    }

    public async ValueTask DisposeAsync()
    {
        if (!_process.HasExited)
            await TryRunAsync(Path.Combine(Programs!, "pg_ctl"), "stop", "-m", "immediate", "-D", Path.Combine(_folder, "data"));
        await _process.WaitForExitAsync();
        _process.Dispose();
        Directory.Delete(_folder, recursive: true);
    }

    private static ProcessStartInfo Command(string program, params string[] arguments)
    {
        bool switchUser = Environment.IsPrivilegedProcess && program.StartsWith(Programs!, StringComparison.Ordinal);
        var start = new ProcessStartInfo(switchUser ? "/usr/sbin/runuser" : program) { RedirectStandardOutput = true, RedirectStandardError = true, WorkingDirectory = "/" };
        foreach (string argument in switchUser ? ["-u", "postgres", "--", program, .. arguments] : arguments)
            start.ArgumentList.Add(argument);
        return start;
    }

    private static async Task RunAsync(string program, params string[] arguments)
    {
        if (!await TryRunAsync(program, arguments))
            throw new InvalidOperationException($"{program} failed");
    }

    private static async Task<bool> TryRunAsync(string program, params string[] arguments)
    {
        using Process process = Process.Start(Command(program, arguments))!;
        await Task.WhenAll(process.StandardOutput.ReadToEndAsync(), process.StandardError.ReadToEndAsync());
        await process.WaitForExitAsync();
        return process.ExitCode == 0;
    }
}
