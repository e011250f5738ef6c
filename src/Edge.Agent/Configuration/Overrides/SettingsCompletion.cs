using Edge.Agent.Configuration.Checking;
using Edge.Agent.Configuration.Secrets;
using Edge.Agent.Configuration.Stations;

namespace Edge.Agent.Configuration.Overrides;

/// <summary>Fills in what depends on more than one setting or on the machine: full paths, credentials, ids of rules, the port, the device's name, the command line.</summary>
internal sealed class SettingsCompletion(FaultList faults, string folder, IReadOnlyDictionary<string, string> environment)
{
    public EdgeSettings Complete(EdgeSettings settings, CommandLineOverrides overrides)
    {
        SettingsLocations written = faults.Locations;
        settings = settings with
        {
            Device = settings.Device with
            {
                Id = written.IsGiven("device.id") ? settings.Device.Id : DeviceName.Clean(Environment.MachineName),
                DataPath = Full(settings.Device.DataPath),
            },
            Model = settings.Model with
            {
                Path = Full(settings.Model.Path),
                ClassifierPath = Full(settings.Model.ClassifierPath),
                LabelsFile = Full(settings.Model.LabelsFile),
                TrustedKeys = [.. settings.Model.TrustedKeys.Select(Full)],
            },
            Mqtt = Complete(settings.Mqtt, written),
            Gpio = settings.Gpio with { Chips = [.. settings.Gpio.Chips.Select(chip => chip with { Socket = Full(chip.Socket) })] },
            Cameras = [.. settings.Cameras.Select(Complete)],
            Stations = [.. settings.Stations.Select(Complete)],
        };

        EdgeSettings complete = settings.WithCommandLine(overrides.Source, overrides.Model);
        if (overrides.Source is not null)
            written.Set("cameras[0].source", new SettingsLocation("--source"));
        if (overrides.Model is not null)
        {
            foreach (string replaced in (string[])["model.path", "model.decoder", "model.labelsFile"])
                written.Set(replaced, new SettingsLocation("--model"));
        }

        return complete;
    }

    private MqttSettings Complete(MqttSettings mqtt, SettingsLocations written) => mqtt with
    {
        Port = written.IsGiven("mqtt.port") || mqtt.Tls is null ? mqtt.Port : 8883,
        PasswordFile = Full(mqtt.PasswordFile),
        Tls = mqtt.Tls is null
            ? null
            : mqtt.Tls with
            {
                CaFile = Full(mqtt.Tls.CaFile),
                CertificateFile = Full(mqtt.Tls.CertificateFile),
                KeyFile = Full(mqtt.Tls.KeyFile),
            },
    };

    private CameraSettings Complete(CameraSettings camera, int index)
    {
        string path = $"cameras[{index}].source";
        string source = camera.Source;
        if (SecretReferences.HasAny(source))
        {
            var problems = new List<string>();
            var files = new List<string>();
            source = SecretReferences.Fill(source, environment, folder, problems, files);
            foreach (string problem in problems)
                faults.Add(SettingsFaultKind.Secret, path, problem);
            foreach (string file in files.Where(SecretFile.IsWorldReadable))
                faults.Warn(SettingsFaultKind.Secret, path, $"every user of this machine can read the secret file {Printable.Quote(Path.GetFileName(file))}; chmod 600 it");
        }
        else if (Uri.TryCreate(source, UriKind.Absolute, out Uri? uri) && uri.UserInfo.Contains(':', StringComparison.Ordinal) && faults.Locations.Of(path).Line > 0)
        {
            faults.Warn(SettingsFaultKind.Secret, path, "the camera's password is written in the file; write ${file:PATH} or ${env:NAME} in its place");
        }

        return camera with
        {
            Source = SourcePath.Resolve(source, folder),
            Rules = RuleNames.Fill(camera.Rules, [.. camera.Zones.Select(z => z.Id), .. camera.Lines.Select(l => l.Id)]),
        };
    }

    private StationSettings Complete(StationSettings station) => station with
    {
        Trigger = station.Trigger with { Folder = Full(station.Trigger.Folder) },
        Products = [.. station.Products.Select(product => product with
        {
            Templates = [.. product.Templates.Select(Full)],
            AnomalyPack = Full(product.AnomalyPack),
        })],
    };

    private string Full(string path) => path.Length == 0 || path.Contains('\0', StringComparison.Ordinal) ? "" : Path.GetFullPath(Path.Combine(folder, path));
}
