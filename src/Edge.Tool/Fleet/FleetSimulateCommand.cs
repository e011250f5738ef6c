using System.CommandLine;
using System.Text.Json;
using Edge.Tool.Fleet.Simulation;

namespace Edge.Tool.Fleet;

/// <summary><c>edgectl fleet simulate</c>: many light devices against a real cloud.</summary>
internal static class FleetSimulateCommand
{
    private static readonly JsonSerializerOptions Indented = new(JsonSerializerDefaults.Web) { WriteIndented = true };

    /// <summary>The command.</summary>
    public static Command Create()
    {
        var devices = new Option<int>("--devices") { Description = "How many devices, 1 to 20000", DefaultValueFactory = _ => 100 };
        Option<Uri> cloud = CloudAddress.Option("--cloud", "The cloud's address for operators", "http://127.0.0.1:8080/");
        Option<Uri> devicesAddress = CloudAddress.Option("--devices-address", "The cloud's address for devices", "https://localhost:8443/");
        var token = new Option<FileInfo>("--token-file") { Description = "File with an API token of the role admin (edge-cloud api-token)", Required = true };
        var state = new Option<DirectoryInfo>("--state") { Description = "Folder that keeps the devices' keys and certificates from run to run", Required = true };
        var telemetry = Seconds("--telemetry-every", "Seconds between two telemetry messages of a device", 30);
        var steady = Seconds("--steady", "Seconds with telemetry only", 60);
        var alerts = new Option<int>("--alerts", "--alerts-per-device") { Description = "Alerts that each device raises in the burst", DefaultValueFactory = _ => 5 };
        var burst = Seconds("--burst", "Seconds over which the burst is spread", 10);
        var settle = Seconds("--settle", "Most seconds to wait for the last receipt", 300);
        var rollout = Seconds("--rollout", "Most seconds to wait until every device has what a rollout wants, which somebody starts in that phase; 0: none is awaited", 0);
        var install = Seconds("--install", "Seconds that a device takes to install a release", 2);
        var json = new Option<FileInfo?>("--json") { Description = "File for the report as JSON" };
        var command = new Command("simulate", """
            Simulates a fleet: light devices that speak the real protocol (MQTT 5 over TLS with a certificate each, enrolled through the API), connect at once,
            send telemetry, raise a burst of alerts and keep each until its receipt. At the end every id is compared with what the cloud stored.
              Exit status: 0 nothing was lost, doubled or promised in vain; 1 otherwise; 2 the cloud cannot be used like this.
              Example: edgectl fleet simulate --devices 1000 --token-file admin.token --state sim
            """)
        {
            devices, cloud, devicesAddress, token, state, telemetry, steady, alerts, burst, settle, rollout, install, json,
        };
        command.SetAction(async (parsed, _) =>
        {
            using var signals = new EndSignals();
            TextWriter output = TextWriter.Synchronized(Console.Out);
            try
            {
                var settings = new SimulationSettings
                {
                    Devices = Math.Clamp(parsed.GetValue(devices), 1, 20_000),
                    TelemetryEvery = TimeSpan.FromSeconds(Math.Max(0.1, parsed.GetValue(telemetry))),
                    SteadyFor = TimeSpan.FromSeconds(parsed.GetValue(steady)),
                    AlertsPerDevice = Math.Max(0, parsed.GetValue(alerts)),
                    BurstOver = TimeSpan.FromSeconds(parsed.GetValue(burst)),
                    SettleFor = TimeSpan.FromSeconds(parsed.GetValue(settle)),
                    RolloutFor = TimeSpan.FromSeconds(parsed.GetValue(rollout)),
                    InstallTime = TimeSpan.FromSeconds(parsed.GetValue(install)),
                };
                string secret = (await File.ReadAllTextAsync(parsed.GetValue(token)!.FullName, signals.Token)).Trim();
                using var operators = new SimulationCloud(parsed.GetValue(cloud)!, secret);
                var simulation = new FleetSimulation(settings, operators, parsed.GetValue(devicesAddress)!, new IdentityStore(parsed.GetValue(state)!.FullName), TimeProvider.System, output);
                SimulationReport report = await simulation.RunAsync(signals.Token);
                await output.WriteLineAsync(report.ToString());
                if (parsed.GetValue(json) is { } file)
                    await File.WriteAllTextAsync(file.FullName, JsonSerializer.Serialize(report, Indented), signals.Token);
                return report.IsGood ? ExitStatus.Done : ExitStatus.Failed;
            }
            catch (OperationCanceledException) when (signals.Token.IsCancellationRequested)
            {
                return ExitStatus.Failed;
            }
            catch (Exception e) when (e is CloudRefusedException or HttpRequestException or IOException or UnauthorizedAccessException or JsonException)
            {
                await Console.Error.WriteLineAsync("edgectl: " + e.Message);
                return ExitStatus.BadInput;
            }
        });
        return command;
    }

    private static Option<double> Seconds(string name, string description, double value) => new(name) { Description = description, DefaultValueFactory = _ => value };
}
