using System.Buffers.Binary;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using Edge.Cloud.Configuration;
using Edge.Cloud.Security;

namespace Edge.Cloud.Fleet.Broker;

/// <summary>
/// Ends a device's session at the broker by taking its client id over, with a clean start: the broker must then close the device's
/// connection and forget what it kept for it [MQTT-3.1.4-3, MQTT-3.1.2-4]. All of MQTT that this needs is one packet each way.
/// </summary>
internal sealed class BrokerSession(CloudSettings settings, CertificateAuthority authority, ServerIdentity identity)
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    /// <summary>Ends the session of <paramref name="device"/>, if it has one.</summary>
    /// <exception cref="IOException">The broker is not there, or refuses.</exception>
    public async Task EndAsync(string device, CancellationToken cancel)
    {
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(cancel);
        patience.CancelAfter(Patience);
        try
        {
            using var socket = new TcpClient();
            await socket.ConnectAsync(settings.Broker.Host, settings.Broker.CloudPort, patience.Token);
            await using var tls = new SslStream(socket.GetStream());
            await tls.AuthenticateAsClientAsync(Options(), patience.Token);
            await tls.WriteAsync(Connect(device), patience.Token);
            var answer = new byte[4];
            await tls.ReadExactlyAsync(answer, patience.Token);
            // CONNACK: type 2, remaining length, flags, reason code [MQTT-3.2].
            if (answer[0] != 0x20 || answer[3] != 0)
                throw new IOException($"The broker at {settings.Broker.Host}:{settings.Broker.CloudPort} answered {Convert.ToHexString(answer)} instead of accepting the connection.");
            await tls.WriteAsync(new byte[] { 0xe0, 0x00 }, patience.Token); // DISCONNECT, normal.
        }
        catch (Exception exception) when (exception is SocketException or System.Security.Authentication.AuthenticationException || (exception is OperationCanceledException && !cancel.IsCancellationRequested))
        {
            throw new IOException($"The broker at {settings.Broker.Host}:{settings.Broker.CloudPort} cannot be reached: {exception.Message}", exception);
        }
    }

    private SslClientAuthenticationOptions Options() => new()
    {
        TargetHost = settings.Broker.Host,
        ClientCertificates = [identity.Client],
        CertificateChainPolicy = new X509ChainPolicy
        {
            TrustMode = X509ChainTrustMode.CustomRootTrust,
            CustomTrustStore = { authority.Root },
            RevocationMode = X509RevocationMode.NoCheck,
            DisableCertificateDownloads = true,
        },
    };

    /// <summary>CONNECT of MQTT 5 with a clean start and a session that ends with the connection.</summary>
    private static byte[] Connect(string clientId)
    {
        byte[] id = Encoding.UTF8.GetBytes(clientId);
        byte[] header = [0x00, 0x04, (byte)'M', (byte)'Q', (byte)'T', (byte)'T', 5, 0x02 /* clean start */, 0, 5 /* keep alive, s */, 0 /* no properties */];
        var packet = new byte[2 + header.Length + 2 + id.Length];
        packet[0] = 0x10;
        packet[1] = (byte)(packet.Length - 2); // Ids have 64 characters at most: one byte of length.
        header.CopyTo(packet, 2);
        BinaryPrimitives.WriteUInt16BigEndian(packet.AsSpan(2 + header.Length), (ushort)id.Length);
        id.CopyTo(packet, 4 + header.Length);
        return packet;
    }
}
