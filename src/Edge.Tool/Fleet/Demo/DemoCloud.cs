using System.Globalization;
using System.Net;
using System.Net.Http.Json;
using System.Net.Sockets;
using System.Security.Cryptography;

namespace Edge.Tool.Fleet.Demo;

/// <summary>A whole cloud on this machine's loopback: the cloud's process on SQLite and a folder, and mosquitto with the configuration that the cloud writes for it.</summary>
internal sealed class DemoCloud : IAsyncDisposable
{
    /// <summary>Name of the operator to sign in as.</summary>
    public const string Operator = "demo";

    private static readonly string[] Brokers = ["/usr/sbin/mosquitto", "/usr/bin/mosquitto", "/usr/local/sbin/mosquitto"];
    private readonly DemoOptions _options;
    private readonly string _folder;
    private readonly string[] _settings;
    private readonly List<DemoProcess> _processes = [];

    private DemoCloud(DemoOptions options)
    {
        _options = options;
        _folder = Path.Combine(options.Folder, "cloud");
        Directory.CreateDirectory(_folder);
        int operators = FreePort(), devices = FreePort(), broker = FreePort(), own = FreePort();
        Address = new Uri($"http://127.0.0.1:{operators}/");
        DeviceAddress = new Uri($"https://127.0.0.1:{devices}/");
        Password = Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(12));
        _settings =
        [
            .. Set("dataPath", Path.Combine(_folder, "data")),
            .. Set("listen:operatorPort", operators), .. Set("listen:devicePort", devices), .. Set("listen:deviceAddress", "127.0.0.1"),
            .. Set("broker:devicePort", broker), .. Set("broker:cloudPort", own), .. Set("broker:pidFile", Path.Combine(_folder, "broker", "mosquitto.pid")),
            .. Set("rollouts:stepSeconds", 1),
        ];
    }

    /// <summary>For operators.</summary>
    public Uri Address { get; }

    /// <summary>For devices.</summary>
    public Uri DeviceAddress { get; }

    /// <summary>Password of that name, made for this run.</summary>
    public string Password { get; }

    /// <summary>File with an API token.</summary>
    public string TokenFile => Path.Combine(_folder, "api-token");

    /// <summary>Whether something of it has ended.</summary>
    public DemoProcess? Ended => _processes.Find(process => process.HasEnded);

    /// <summary>Starts cloud and broker, and makes the first operator.</summary>
    /// <exception cref="DemoException">Something does not start.</exception>
    public static async Task<DemoCloud> StartAsync(DemoOptions options, CancellationToken cancellation)
    {
        var cloud = new DemoCloud(options);
        try
        {
            await cloud.StartAsync(cancellation);
            return cloud;
        }
        catch
        {
            await cloud.DisposeAsync();
            throw;
        }
    }

    /// <summary>One-time tokens, each for one device.</summary>
    public async Task<string> EnrolmentTokenAsync(string site, string device, string label, CancellationToken cancellation) =>
        (await RunAsync(["enrolment-token", "--site", site, "--device", device, "--label", label], cancellation)).Trim();

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        foreach (DemoProcess process in _processes.AsEnumerable().Reverse())
            await process.DisposeAsync();
    }

    private static IEnumerable<string> Set(string name, object value) => ["--set", string.Create(CultureInfo.InvariantCulture, $"{name}={value}")];

    // Free a moment ago: good enough for a demonstration, and the cloud says so where somebody was faster.
    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }

    private async Task StartAsync(CancellationToken cancellation)
    {
        string broker = Path.Combine(_folder, "broker");
        await RunAsync(["broker-config", "--out", broker], cancellation);
        string mosquitto = Brokers.FirstOrDefault(File.Exists) ?? throw new DemoException("mosquitto is not installed; Debian: apt-get install mosquitto");
        _processes.Add(DemoProcess.Start(mosquitto, ["-c", Path.Combine(broker, "mosquitto.conf")], Path.Combine(_folder, "broker.log"), ("OPENSSL_CONF", Path.Combine(broker, "openssl.cnf"))));
        _processes.Add(DemoProcess.Start(_options.Cloud, ["serve", .. _settings], Path.Combine(_folder, "cloud.log")));
        using var http = new HttpClient { BaseAddress = Address, Timeout = TimeSpan.FromSeconds(10) };
        await AnswersAsync(http, cancellation);

        // The link carries its secret after the '#', where a browser keeps it to itself.
        string link = (await RunAsync(["operator", "add", Operator, "--role", "admin"], cancellation)).Trim();
        using HttpResponseMessage welcome = await http.PostAsJsonAsync(new Uri("api/v1/welcome", UriKind.Relative), new { secret = link[(link.LastIndexOf('/') + 1)..], password = Password }, cancellation);
        if (!welcome.IsSuccessStatusCode)
            throw new DemoException($"the operator's link is refused: {(int)welcome.StatusCode} {await welcome.Content.ReadAsStringAsync(cancellation)}");
        string token = await RunAsync(["api-token", "--operator", Operator, "--name", "demo", "--days", "1"], cancellation);
        await File.WriteAllTextAsync(TokenFile, token.Trim(), cancellation);
        if (!OperatingSystem.IsWindows())
            File.SetUnixFileMode(TokenFile, UnixFileMode.UserRead | UnixFileMode.UserWrite);
    }

    private Task<string> RunAsync(IEnumerable<string> command, CancellationToken cancellation) => DemoProcess.RunAsync(_options.Cloud, [.. command, .. _settings], cancellation);

    private async Task AnswersAsync(HttpClient http, CancellationToken cancellation)
    {
        for (int tries = 0; ; tries++)
        {
            try
            {
                if ((await http.GetStringAsync(new Uri("healthz", UriKind.Relative), cancellation)).Length > 0)
                    return;
            }
            catch (HttpRequestException) when (tries < 100 && Ended is null)
            {
                await Task.Delay(TimeSpan.FromMilliseconds(300), cancellation);
            }
            catch (HttpRequestException e)
            {
                throw new DemoException($"the cloud does not answer at {Address}; its log: {Path.Combine(_folder, "cloud.log")}", e);
            }
        }
    }
}
