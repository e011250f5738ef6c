using System.CommandLine;
using Edge.Cloud.Fleet.Broker;
using Edge.Cloud.Security;

namespace Edge.Cloud.Commands;

/// <summary><c>edge-cloud broker-config</c>.</summary>
internal static class BrokerConfigCommand
{
    private static readonly Option<DirectoryInfo> Out = new("--out") { Description = "Folder for the broker's files and its state", Required = true };

    /// <summary>Makes it.</summary>
    public static Command Create()
    {
        var command = new Command("broker-config", $"Writes the configuration of a mosquitto that belongs to this cloud. Start it with OPENSSL_CONF=DIR/{BrokerFiles.OpenSsl} mosquitto -c DIR/{BrokerFiles.Configuration}.") { Out };
        command.SetAction((parsed, cancel) => CloudCommand.RunAsync(parsed, async (settings, services) =>
        {
            string folder = parsed.GetRequiredValue(Out).FullName;
            // The broker does not start without the list of revoked certificates, and this may run before the first 'serve'.
            await services.GetRequiredService<BrokerGuard>().UpdateListAsync(always: true, cancel);
            BrokerFiles.Write(folder, settings.Broker, settings.Listen.DeviceAddress, services.GetRequiredService<CertificateAuthority>().Files);
            Console.WriteLine(Path.Combine(folder, BrokerFiles.Configuration));
            return ExitStatus.Done;
        }, cancel));
        return command;
    }
}
