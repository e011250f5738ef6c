using Edge.Agent.Configuration;

namespace Edge.Agent.Cloud;

/// <summary>
/// What an enrolment changes in the settings: who the device is, and which broker it talks to, how, and whose receipts count. The rest of <c>edge.yaml</c> stays.
/// Applied to every load of the settings, so that a reload sees no difference.
/// </summary>
internal static class EnrolledSettings
{
    /// <summary>What was loaded, as an enrolled device means it; an enrolment that can't be read is a fault among the others.</summary>
    public static SettingsResult Apply(SettingsResult loaded)
    {
        if (!loaded.IsValid)
            return loaded;
        try
        {
            EdgeSettings applied = Apply(loaded.Settings);
            return ReferenceEquals(applied, loaded.Settings) ? loaded : loaded.With(applied, Warnings(loaded));
        }
        catch (EnrolmentException e)
        {
            return loaded.With(new SettingsFault
            {
                Kind = SettingsFaultKind.File,
                Location = loaded.Locations.Of("cloud"),
                Path = "cloud",
                Problem = e.Message,
                Allowed = "a whole enrolment, none, or cloud: { enabled: false }",
            });
        }
    }

    private static IEnumerable<SettingsFault> Warnings(SettingsResult loaded)
    {
        MqttSettings mqtt = loaded.Settings!.Mqtt;
        foreach ((string path, bool isOn) in (IEnumerable<(string, bool)>)[("mqtt.homeAssistant", mqtt.HomeAssistant.Enabled), ("mqtt.sparkplug", mqtt.Sparkplug.Enabled), ("mqtt.frigateEvents", mqtt.FrigateEvents)])
        {
            if (!isOn)
                continue;
            yield return new SettingsFault
            {
                Kind = SettingsFaultKind.Advice,
                Location = loaded.Locations.Of(path),
                Path = path,
                Problem = "is off on an enrolled device: the fleet's broker takes nothing but the device's own topics",
                Allowed = "off, or cloud: { enabled: false }",
            };
        }
    }

    /// <summary><paramref name="settings"/> as an enrolled device means them; unchanged where it is not enrolled, or <c>cloud.enabled</c> is off.</summary>
    /// <exception cref="EnrolmentException">There is an enrolment that can't be read.</exception>
    public static EdgeSettings Apply(EdgeSettings settings)
    {
        if (!settings.Cloud.Enabled)
            return settings;
        var folder = new EnrolmentFolder(settings.Device.DataPath);
        return folder.Load() is { } enrolment ? Apply(settings, enrolment, folder) : settings;
    }

    private static EdgeSettings Apply(EdgeSettings settings, DeviceEnrolment enrolment, EnrolmentFolder folder) => settings with
    {
        Device = settings.Device with { Id = enrolment.Device, Site = enrolment.Site },
        Mqtt = settings.Mqtt with
        {
            Host = enrolment.BrokerHost,
            Port = enrolment.BrokerPort,
            // The cloud's broker lets nobody have another client id than the name in his certificate.
            ClientId = enrolment.Device,
            Username = "",
            PasswordFile = "",
            Password = default,
            Tls = new MqttTlsSettings { CaFile = folder.CaFile, CertificateFile = folder.CertificateFile, KeyFile = folder.KeyFile },
            Receipt = DeliveryReceipt.Cloud,
            // What else a site may have on its broker, a fleet's broker refuses: a device may write on its own topics only.
            HomeAssistant = settings.Mqtt.HomeAssistant with { Enabled = false },
            Sparkplug = settings.Mqtt.Sparkplug with { Enabled = false },
            FrigateEvents = false,
        },
    };
}
