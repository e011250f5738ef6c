using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using Edge.Cloud.Configuration;
using Edge.Cloud.Fleet.Broker;
using Edge.Cloud.Security;
using Edge.Testing;
using Edge.Testing.Brokers;
using Microsoft.Extensions.DependencyInjection;

namespace Edge.Cloud.Tests.Fleet.Broker;

/// <summary>A cloud and a real mosquitto with the configuration that the cloud wrote for it.</summary>
internal sealed class TestBroker : IAsyncDisposable
{
    private readonly Process _process;
    private readonly string _folder;

    private TestBroker(TestCloud cloud, string folder, Process process) => (Cloud, _folder, _process) = (cloud, folder, process);

    public TestCloud Cloud { get; }

    public int DevicePort => Cloud.Settings.Broker.DevicePort;

    public int CloudPort => Cloud.Settings.Broker.CloudPort;

    public AuthorityFiles Files => Cloud.Services.GetRequiredService<CertificateAuthority>().Files;

    /// <summary>Arguments with which mosquitto's clients show what the cloud shows.</summary>
    public string[] CloudArguments => ["--cafile", Files.Root, "--cert", Files.Client, "--key", Files.ClientKey];

    /// <summary>Starts both.</summary>
    /// <param name="time">The cloud's clock; null: the real one. The broker's is always real.</param>
    public static async Task<TestBroker> StartAsync(TimeProvider? time = null)
    {
        string folder = Directory.CreateTempSubdirectory("edge-cloud-broker-").FullName;
        var broker = new BrokerSettings { CloudPort = MosquittoBroker.FreePort(), DevicePort = MosquittoBroker.FreePort(), PidFile = Path.Combine(folder, BrokerFiles.ProcessId) };
        TestCloud cloud = await TestCloud.StartAsync(
            builder =>
            {
                if (time is not null)
                    builder.Services.AddSingleton(time);
            },
            settings => new CloudSettings { DataPath = settings.DataPath, Listen = settings.Listen, Rates = settings.Rates, Broker = broker });
        AuthorityFiles files = cloud.Services.GetRequiredService<CertificateAuthority>().Files;
        BrokerFiles.Write(folder, broker, "127.0.0.1", files);
        var start = new ProcessStartInfo("/usr/sbin/mosquitto") { ArgumentList = { "-c", Path.Combine(folder, BrokerFiles.Configuration) }, RedirectStandardError = true };
        start.Environment["OPENSSL_CONF"] = Path.Combine(folder, BrokerFiles.OpenSsl);
        Process process = Process.Start(start)!;
        var started = new TestBroker(cloud, folder, process);
        process.ErrorDataReceived += (_, line) =>
        {
            lock (started._log)
                started._log.Add(line.Data ?? "");
        };
        process.BeginErrorReadLine();
        await Deadline.UntilAsync(() => process.HasExited || (Listens(broker.DevicePort) && Listens(broker.CloudPort)), "the broker listens");
        Assert.False(process.HasExited, started.Log);
        return started;
    }

    private readonly List<string> _log = [];

    /// <summary>What the broker said.</summary>
    public string Log
    {
        get
        {
            lock (_log)
                return string.Join('\n', _log);
        }
    }

    /// <summary>Arguments with which mosquitto's clients show a device's certificate.</summary>
    public string[] Arguments(TestDevice device)
    {
        (string chain, string key, string authority) = device.Write(Path.Combine(_folder, "devices"));
        return ["--cafile", authority, "--cert", chain, "--key", key];
    }

    /// <summary>Publishes with QoS 1 and returns what mosquitto_pub said: with <c>-d</c>, the PUBACK and its reason.</summary>
    public static async Task<(int Status, string Output)> PublishAsync(int port, string[] credentials, string topic, string payload, params string[] more)
    {
        var start = new ProcessStartInfo("mosquitto_pub") { RedirectStandardOutput = true, RedirectStandardError = true };
        foreach (string argument in new[] { "-V", "5", "-h", "127.0.0.1", "-p", port.ToString(), "-q", "1", "-d", "-t", topic, "-m", payload }.Concat(credentials).Concat(more))
            start.ArgumentList.Add(argument);
        return await RunAsync(start);
    }

    /// <summary>Runs a process to its end.</summary>
    public static async Task<(int Status, string Output)> RunAsync(ProcessStartInfo start)
    {
        using Process process = Process.Start(start)!;
        using var deadline = new CancellationTokenSource(Deadline.Default);
        Task<string> output = process.StandardOutput.ReadToEndAsync(deadline.Token), errors = process.StandardError.ReadToEndAsync(deadline.Token);
        await process.WaitForExitAsync(deadline.Token);
        return (process.ExitCode, await output + await errors);
    }

    public async ValueTask DisposeAsync()
    {
        if (!_process.HasExited)
            _process.Kill();
        await _process.WaitForExitAsync();
        _process.Dispose();
        await Cloud.DisposeAsync();
        Directory.Delete(_folder, recursive: true);
    }

    private static bool Listens(int port)
    {
        using var client = new TcpClient();
        try
        {
            client.Connect(IPAddress.Loopback, port);
            return true;
        }
        catch (SocketException)
        {
            return false;
        }
    }
}
