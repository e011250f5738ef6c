using static Edge.Agent.Configuration.Description.FieldTraits;
using static Edge.Agent.Configuration.Description.SettingTypes;

namespace Edge.Agent.Configuration.Description;

/// <summary>The settings of the broker's side.</summary>
internal static class MqttTable
{
    public static readonly ObjectType<MqttTlsSettings> Tls = new(new MqttTlsSettings(), "TLS to the broker. Host names and chains are always checked.", isSwitch: true)
    {
        { "caFile", SettingTypes.Path, s => s.CaFile, (s, v) => s with { CaFile = v }, "PEM file of the authorities that may sign the broker's certificate; empty is the system's.", Restart | FieldTraits.Path },
        { "certificateFile", SettingTypes.Path, s => s.CertificateFile, (s, v) => s with { CertificateFile = v }, "PEM file of our certificate (chain); empty is none.", Restart | FieldTraits.Path },
        { "keyFile", SettingTypes.Path, s => s.KeyFile, (s, v) => s with { KeyFile = v }, "PEM file of our certificate's private key.", Restart | FieldTraits.Path },
    };

    public static readonly ObjectType<HomeAssistantSettings> HomeAssistant = new(new HomeAssistantSettings(), "Home Assistant device discovery.")
    {
        { "enabled", SettingTypes.Boolean, s => s.Enabled, (s, v) => s with { Enabled = v }, "Whether discovery messages are published.", Restart },
        { "prefix", new TextType("a topic without \"+\", \"#\" and outer \"/\"", "^[^/+#\\s]+(/[^/+#\\s]+)*$", 128), s => s.Prefix, (s, v) => s with { Prefix = v }, "Discovery prefix as set in Home Assistant.", Restart },
    };

    // Sparkplug 3.0.0, section 4.1: any text without the three characters that topics need.
    private static readonly TextType SparkplugId = new("up to 128 printable characters without \"+\", \"/\" and \"#\"", "^[^\\x00-\\x1f+/#]*$", 128);

    public static readonly ObjectType<SparkplugSettings> Sparkplug = new(new SparkplugSettings(), "Sparkplug B edge node: the live view of the stations for SCADA and MES.")
    {
        { "enabled", SettingTypes.Boolean, s => s.Enabled, (s, v) => s with { Enabled = v }, "Whether the device is an edge node too, on a connection of its own.", Restart },
        { "groupId", SparkplugId, s => s.GroupId, (s, v) => s with { GroupId = v }, "Group id.", Restart, "the site's id" },
        { "nodeId", SparkplugId, s => s.NodeId, (s, v) => s with { NodeId = v }, "Edge node id, unique in its group.", Restart, "the device's id" },
        { "primaryHost", SparkplugId, s => s.PrimaryHost, (s, v) => s with { PrimaryHost = v }, "Id of the primary host application: while it is not online nothing is told, and kept for it. Empty is none.", Restart },
        { "history", new NumberType<int>(0, 100_000), s => s.History, (s, v) => s with { History = v }, "Most changes kept, in memory, while there is no connection or the primary host is not online; 0 keeps none.", Restart },
    };

    public static readonly ObjectType<MqttSettings> Mqtt = new(new MqttSettings(), "The broker and how to talk to it.")
    {
        { "host", new TextType("a host name or address, without \"mqtt://\" and port", "^[A-Za-z0-9_.:%\\[\\]-]{1,253}$", 253), s => s.Host, (s, v) => s with { Host = v }, "Host name or address.", Restart },
        { "port", new NumberType<int>(1, 65535), s => s.Port, (s, v) => s with { Port = v }, "TCP port.", Restart, "1883, or 8883 where `tls` is on" },
        { "clientId", new TextType("up to 128 printable characters", "^[^\\x00-\\x1f]*$", 128), s => s.ClientId, (s, v) => s with { ClientId = v }, "Client id.", Restart, "`edge-{site}-{device}`" },
        { "username", new TextType("up to 256 printable characters", "^[^\\x00-\\x1f]*$", 256), s => s.Username, (s, v) => s with { Username = v }, "User name; empty is none.", Restart | FieldTraits.Secret },
        { "passwordFile", SettingTypes.Path, s => s.PasswordFile, (s, v) => s with { PasswordFile = v }, "File that holds the password; its trailing newline is dropped. Empty is none.", Restart | FieldTraits.Path | FieldTraits.Secret },
        { "password", new SecretType(), s => s.Password, (s, v) => s with { Password = v }, "The password itself.", Restart | FieldTraits.Secret | EnvironmentOnly, "none" },
        { "tls", Tls, s => s.Tls!, (s, v) => s with { Tls = v }, "TLS to the broker; `{}` is TLS with the system's authorities. Host names and chains are always checked.", Restart, "none: a plain connection" },
        { "keepAlive", Duration(TimeSpan.FromSeconds(1), TimeSpan.FromHours(1)), s => s.KeepAlive, (s, v) => s with { KeepAlive = v }, "How often the connection proves itself.", Restart },
        { "sessionExpiry", Duration(TimeSpan.Zero, TimeSpan.FromDays(365)), s => s.SessionExpiry, (s, v) => s with { SessionExpiry = v }, "How long the broker keeps our session after the connection is lost.", Restart },
        { "receipt", Choice<DeliveryReceipt>(), s => s.Receipt, (s, v) => s with { Receipt = v }, "Whose receipt lets the outbox forget an alert: the broker's acknowledgement, or the cloud's after its commit.", Restart },
        { "homeAssistant", HomeAssistant, s => s.HomeAssistant, (s, v) => s with { HomeAssistant = v }, HomeAssistant.Title, Restart },
        { "sparkplug", Sparkplug, s => s.Sparkplug, (s, v) => s with { Sparkplug = v }, Sparkplug.Title, Restart },
        { "frigateEvents", SettingTypes.Boolean, s => s.FrigateEvents, (s, v) => s with { FrigateEvents = v }, "Frigate-shaped `frigate/events` messages beside our own.", Restart },
    };
}
