using System.CommandLine;
using Edge.Agent.Configuration;

namespace Edge.Agent.Commands;

/// <summary>
/// <c>edge-agent subscriber-options</c>: how mosquitto_sub reaches the same broker, as lines of its options file.
/// May hold the password: for a file that only its owner can read, never for a log.
/// </summary>
internal static class SubscriberOptionsCommand
{
    public static Command Create()
    {
        var command = new Command("subscriber-options", "Options for mosquitto_sub to hear this device's alerts, one a line. May hold a password.") { Hidden = true };
        CommonOptions common = CommonOptions.AddTo(command);
        command.SetAction(parsed =>
        {
            if (common.Load(parsed) is not { } settings)
                return ExitStatus.BadInput;
            foreach (string line in Lines(settings))
                Console.WriteLine(line);
            return ExitStatus.Done;
        });
        return command;
    }

    private static IEnumerable<string> Lines(EdgeSettings settings)
    {
        MqttSettings mqtt = settings.Mqtt;
        yield return $"-h {mqtt.Host}";
        yield return $"-p {mqtt.Port}";
        yield return $"-t edge/v1/{settings.Device.Site}/{settings.Device.Id}/alerts/+";
        if (mqtt.Username.Length > 0)
            yield return $"-u {mqtt.Username}";
        if (mqtt.Password.IsSet)
            yield return $"-P {mqtt.Password.Reveal()}";
        else if (mqtt.PasswordFile.Length > 0)
            yield return $"-P {File.ReadAllText(mqtt.PasswordFile).TrimEnd('\r', '\n')}";
        if (mqtt.Tls is not { } tls)
            yield break;
        yield return tls.CaFile.Length > 0 ? $"--cafile {tls.CaFile}" : "--capath /etc/ssl/certs";
        if (tls.CertificateFile.Length > 0)
        {
            yield return $"--cert {tls.CertificateFile}";
            yield return $"--key {tls.KeyFile}";
        }
    }
}
