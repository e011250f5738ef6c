using System.Security.Cryptography.X509Certificates;
using Edge.Agent.Configuration;
using Edge.Contracts.Messages;
using Edge.Contracts.Topics;
using MQTTnet;
using MQTTnet.Formatter;
using MQTTnet.Protocol;

namespace Edge.Agent.Messaging;

/// <summary>Client options from settings. Files are read anew each time: passwords and certificates get renewed under a running agent.</summary>
internal static class BrokerClientOptions
{
    /// <summary>Largest packet we take: a broker drops larger ones instead of sending them (MQTT 5 section 3.1.2.11.4).</summary>
    public const int MaximumPacketBytes = 2 << 20;

    private const int MaximumPasswordBytes = 64 * 1024; // MQTT 5 section 3.1.3.6.
    private const ushort ReceiveMaximum = 64;

    /// <summary>Options with the Will that says <c>offline</c>.</summary>
    /// <exception cref="IOException">A file cannot be read.</exception>
    /// <exception cref="System.Security.Cryptography.CryptographicException">A certificate or key is not one.</exception>
    public static MqttClientOptions Create(MqttSettings settings, EdgeTopics topics, DeviceState will)
    {
        MqttClientOptionsBuilder builder = new MqttClientOptionsBuilder()
            .WithProtocolVersion(MqttProtocolVersion.V500)
            .WithTcpServer(settings.Host, settings.Port)
            .WithClientId(settings.ClientId.Length > 0 ? settings.ClientId : $"edge-{topics.Site}-{topics.Device}")
            .WithCleanStart(false)
            .WithSessionExpiryInterval((uint)Math.Clamp(settings.SessionExpiry.TotalSeconds, 0, uint.MaxValue))
            .WithKeepAlivePeriod(settings.KeepAlive)
            .WithReceiveMaximum(ReceiveMaximum)
            .WithMaximumPacketSize(MaximumPacketBytes)
            .WithWillTopic(topics.State)
            .WithWillPayload(DeviceMessages.Write(will))
            .WithWillContentType("application/json")
            .WithWillQualityOfServiceLevel(MqttQualityOfServiceLevel.AtLeastOnce)
            .WithWillRetain();
        ApplyAccess(builder, settings);
        return builder.Build();
    }

    /// <summary>User, password and TLS: the same for every connection to the broker.</summary>
    /// <exception cref="IOException">A file cannot be read.</exception>
    /// <exception cref="System.Security.Cryptography.CryptographicException">A certificate or key is not one.</exception>
    public static void ApplyAccess(MqttClientOptionsBuilder builder, MqttSettings settings)
    {
        if (settings.Username.Length > 0)
            builder.WithCredentials(settings.Username, Password(settings));
        if (settings.Tls is { } tls)
            builder.WithTlsOptions(options => Apply(options, tls));
    }

    private static string? Password(MqttSettings settings)
    {
        if (settings.Password.IsSet)
            return settings.Password.Reveal();
        if (settings.PasswordFile.Length == 0)
            return null;
        if (new FileInfo(settings.PasswordFile).Length > MaximumPasswordBytes)
            throw new IOException($"mqtt.passwordFile '{settings.PasswordFile}' is over {MaximumPasswordBytes} bytes; is it the right file?");
        return File.ReadAllText(settings.PasswordFile).TrimEnd('\r', '\n');
    }

    private static void Apply(MqttClientTlsOptionsBuilder options, MqttTlsSettings tls)
    {
        // A site's own authority seldom runs a revocation service, and an outage of one must not silence an alarm.
        options.UseTls().WithRevocationMode(X509RevocationMode.NoCheck);
        if (tls.CaFile.Length > 0)
        {
            var authorities = new X509Certificate2Collection();
            authorities.ImportFromPemFile(tls.CaFile);
            if (authorities.Count == 0)
                throw new IOException($"mqtt.tls.caFile '{tls.CaFile}' holds no certificate.");
            options.WithTrustChain(authorities);
        }

        if (tls.CertificateFile.Length > 0)
        {
            var chain = new X509Certificate2Collection { X509Certificate2.CreateFromPemFile(tls.CertificateFile, tls.KeyFile.Length > 0 ? tls.KeyFile : null) };
            var all = new X509Certificate2Collection();
            all.ImportFromPemFile(tls.CertificateFile);
            foreach (X509Certificate2 issuer in all.Skip(1)) // The first is the one that has the key.
                chain.Add(issuer);
            options.WithClientCertificates(chain);
        }
    }
}
