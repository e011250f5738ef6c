using System.Net;
using Edge.Agent.Configuration.Secrets;
using Edge.Contracts.Messages;
using Edge.Contracts.Packs;

namespace Edge.Agent.Configuration.Checking;

/// <summary>How the settings fit together and to the machine. Each setting by itself is checked where it is read.</summary>
internal sealed class SettingsChecks(FaultList faults, string folder)
{
    public void Check(EdgeSettings settings)
    {
        bool needsCamera = settings.Stations.Count == 0 || settings.Stations.Any(station => station.Trigger.Kind != VerdictTriggerKind.File);
        if (settings.Cameras.Count == 0 && needsCamera)
            faults.Add(SettingsFaultKind.Missing, "cameras", "no camera is given", "at least one: - { id: NAME, source: URL }");
        VerifyModel(settings.Model);
        VerifyMqtt(settings.Mqtt);
        VerifyTls(settings.Mqtt.Tls);
        new GpioChecks(faults, settings).Check();
        new ThermalChecks(faults).Check(settings.Health.Thermal, "health.thermal");
        var cameras = new CameraChecks(faults);
        var ids = new Dictionary<string, int>(StringComparer.OrdinalIgnoreCase);
        for (int i = 0; i < settings.Cameras.Count; i++)
        {
            string id = settings.Cameras[i].Id;
            if (id.Length > 0 && !ids.TryAdd(id, i))
                faults.Add(SettingsFaultKind.DuplicateId, $"cameras[{i}].id", $"{Printable.Quote(id)} is already the id of cameras[{ids[id]}]", "an id of its own");
            cameras.Check(settings.Cameras[i], $"cameras[{i}]", isOfStation: settings.Stations.Any(station => station.Camera == id));
        }

        new StationChecks(faults, settings, folder).Check();
    }

    private void VerifyModel(ModelSettings model)
    {
        VerifyExists("model.path", model.Path, folderAllowed: true);
        VerifyExists("model.classifierPath", model.ClassifierPath, folderAllowed: true);
        VerifyExists("model.labelsFile", model.LabelsFile);
        for (int i = 0; i < model.TrustedKeys.Count; i++)
            VerifyKey($"model.trustedKeys[{i}]", model.TrustedKeys[i]);
        bool isOnnx = model.Path.EndsWith(".onnx", StringComparison.OrdinalIgnoreCase);
        if (model.Decoder.Length > 0 && !isOnnx)
            faults.Add(SettingsFaultKind.Contradiction, "model.decoder", "a pack names its own decoder", "only with a model.path that ends in .onnx");
        if (model.LabelsFile.Length > 0 && !isOnnx)
            faults.Add(SettingsFaultKind.Contradiction, "model.labelsFile", "a pack has its own labels", "only with a model.path that ends in .onnx");
        if (model.Providers.Distinct().Count() < model.Providers.Count)
            faults.Add(SettingsFaultKind.Contradiction, "model.providers", "names a provider twice", "each once");
        if (model.TrustedKeys.Count > 0 && isOnnx)
            faults.Add(SettingsFaultKind.Contradiction, "model.trustedKeys", "model.path is a bare .onnx file, which nobody can have signed", "a signed pack: edgectl model pack, edgectl model sign");
    }

    private void VerifyKey(string setting, string path)
    {
        if (!File.Exists(path))
        {
            faults.Add(SettingsFaultKind.UnknownReference, setting, $"there is no file {Printable.Quote(Path.GetRelativePath(folder, path))} in {Printable.Quote(folder)}", "a public key, made by edgectl key new");
            return;
        }

        try
        {
            _ = PackKey.FromFile(path);
        }
        catch (PackKeyException e)
        {
            faults.Add(SettingsFaultKind.OutOfRange, setting, e.Message, "a public key on P-256 in PEM, made by edgectl key new");
        }
    }

    private void VerifyMqtt(MqttSettings mqtt)
    {
        const string Path = "mqtt.passwordFile";
        if (mqtt.PasswordFile.Length > 0)
        {
            // The path itself is not shown: people write the password here by mistake.
            if (SecretFile.Fault(mqtt.PasswordFile, out _) is { } fault)
                faults.Add(SettingsFaultKind.Secret, Path, $"the file {fault}", $"the path of a file with the password, relative to {Printable.Quote(folder)}");
            else if (SecretFile.IsWorldReadable(mqtt.PasswordFile))
                faults.Warn(SettingsFaultKind.Secret, Path, "every user of this machine can read the file; chmod 600 it");
            if (mqtt.Password.IsSet)
                faults.Add(SettingsFaultKind.Contradiction, "mqtt.password", "passwordFile is given too", "one of the two");
        }

        bool isRemote = mqtt.Host != "localhost" && !(IPAddress.TryParse(mqtt.Host, out IPAddress? address) && IPAddress.IsLoopback(address));
        if (isRemote && mqtt.Tls is null && !faults.IsFaulty("mqtt"))
            faults.Warn(SettingsFaultKind.Advice, "mqtt.host", "the broker is on another machine and TLS is off: alerts and password travel in the clear; write tls: {}");
    }

    private void VerifyTls(MqttTlsSettings? tls)
    {
        if (tls is null)
            return;
        VerifyExists("mqtt.tls.caFile", tls.CaFile);
        VerifyExists("mqtt.tls.certificateFile", tls.CertificateFile);
        VerifyExists("mqtt.tls.keyFile", tls.KeyFile);
        if (tls.KeyFile.Length > 0 && tls.CertificateFile.Length == 0)
            faults.Add(SettingsFaultKind.Contradiction, "mqtt.tls.keyFile", "a key without its certificate", "certificateFile and keyFile together");
        if (tls.CertificateFile.Length > 0 && tls.KeyFile.Length == 0)
            faults.Add(SettingsFaultKind.Contradiction, "mqtt.tls.certificateFile", "a certificate without its key", "certificateFile and keyFile together");
        if (tls.KeyFile.Length > 0 && SecretFile.IsWorldReadable(tls.KeyFile))
            faults.Warn(SettingsFaultKind.Secret, "mqtt.tls.keyFile", "every user of this machine can read the file; chmod 600 it");
    }

    private void VerifyExists(string setting, string path, bool folderAllowed = false)
    {
        if (path.Length > 0 && !File.Exists(path) && !(folderAllowed && Directory.Exists(path)))
            faults.Add(SettingsFaultKind.UnknownReference, setting, $"there is no file {Printable.Quote(Path.GetRelativePath(folder, path))} in {Printable.Quote(folder)}", "an existing file");
    }
}
