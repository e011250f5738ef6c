using System.Text;
using Edge.Cloud.Configuration;
using Edge.Cloud.Security;
using Edge.Cloud.Storage;

namespace Edge.Cloud.Fleet.Broker;

/// <summary>
/// The configuration of a mosquitto that belongs to this cloud: TLS 1.3 only, a certificate from everybody, and for each device just
/// its own topics. Every device's rights are the same pattern over the certificate's common name, so that enrolment changes no file.
/// </summary>
internal static class BrokerFiles
{
    /// <summary>Name of the configuration file in the folder.</summary>
    public const string Configuration = "mosquitto.conf";

    /// <summary>Name of OpenSSL's configuration file: start the broker with it in the environment as <c>OPENSSL_CONF</c>.</summary>
    public const string OpenSsl = "openssl.cnf";

    /// <summary>Name of the file that holds the broker's process id.</summary>
    public const string ProcessId = "mosquitto.pid";

    /// <summary>Most bytes of one MQTT packet: a snapshot's thumbnail is the largest thing.</summary>
    private const int MaximumPacketBytes = 1024 * 1024;

    /// <summary>What a device may publish and subscribe to; <c>%u</c> is the common name of its certificate.</summary>
    private static readonly string[] DeviceRights =
    [
        .. new[] { "state", "telemetry", "reported", "losses", "alerts/+", "thumbnails/+", "verdicts/+", "stations/+", "response/+" }.Select(topic => $"pattern write edge/v1/+/%u/{topic}"),
        .. new[] { "desired", "receipts", "command/+" }.Select(topic => $"pattern read edge/v1/+/%u/{topic}"),
    ];

    /// <summary>Writes the files. The lists and certificates that they name are those of the authority's own folder.</summary>
    /// <param name="folder">Made if need be; the broker must be able to write to it.</param>
    /// <param name="settings">Ports.</param>
    /// <param name="deviceAddress">Address of the devices' listener.</param>
    /// <param name="files">The authority's files.</param>
    public static void Write(string folder, BrokerSettings settings, string deviceAddress, AuthorityFiles files)
    {
        PrivateFile.CreateFolder(folder);
        PrivateFile.CreateFolder(Path.Combine(folder, "state"));
        Put(folder, "acl", Acl());
        Put(folder, OpenSsl, NoResumption);
        Put(folder, Configuration, Listeners(Path.GetFullPath(folder), settings, deviceAddress, files));
    }

    // A session that is taken up again is not asked for its certificate, so a revoked one would still be let in: no tickets, no cache.
    private const string NoResumption = """
        openssl_conf = edge
        [edge]
        ssl_conf = edge_tls
        [edge_tls]
        system_default = edge_defaults
        [edge_defaults]
        MinProtocol = TLSv1.3
        Options = -SessionTicket
        NumTickets = 0

        """;

    private static string Acl() => $"""
        # A device may do this much. Its id is unique in the fleet; that the site is its own is checked where messages are stored.
        {string.Join('\n', DeviceRights)}

        # The cloud.
        user {CertificateAuthority.CloudName}
        topic readwrite edge/v1/#
        topic read $SYS/#

        """;

    private static string Listeners(string folder, BrokerSettings settings, string deviceAddress, AuthorityFiles files) => $"""
        # Written by 'edge-cloud broker-config'; changes here are overwritten.
        per_listener_settings false
        allow_anonymous false
        acl_file {folder}/acl
        persistence true
        persistence_location {folder}/state/
        autosave_interval 60
        pid_file {folder}/{ProcessId}
        max_packet_size {MaximumPacketBytes}
        # The cloud reads all that a fleet retains at once, and takes a burst in large commits; its window is what it may have unacknowledged.
        max_queued_messages 200000
        max_inflight_messages 4000
        connection_messages false
        log_dest stderr
        {(Environment.IsPrivilegedProcess ? "user root" : "")}

        # Devices. The client id is the certificate's common name, whatever the client says: nobody takes over another's session.
        listener {settings.DevicePort} {deviceAddress}
        {Tls(files, files.Chain)}
        crlfile {Path.GetFullPath(files.Revoked)}
        use_username_as_clientid true

        # The cloud. Only its own certificate opens this door.
        listener {settings.CloudPort} {settings.Host}
        {Tls(files, files.Client)}

        """;

    private static string Tls(AuthorityFiles files, string trusted) => $"""
        cafile {Path.GetFullPath(trusted)}
        certfile {Path.GetFullPath(files.Server)}
        keyfile {Path.GetFullPath(files.ServerKey)}
        tls_version tlsv1.3
        require_certificate true
        use_identity_as_username true
        """;

    private static void Put(string folder, string name, string text) => PrivateFile.Write(Path.Combine(folder, name), Encoding.UTF8.GetBytes(text));
}
