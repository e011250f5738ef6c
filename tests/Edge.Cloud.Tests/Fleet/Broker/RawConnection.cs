using System.Net.Security;
using System.Net.Sockets;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using Edge.Testing;

namespace Edge.Cloud.Tests.Fleet.Broker;

/// <summary>A device's bare connection to the broker, to see what the broker does with it.</summary>
internal sealed class RawConnection : IAsyncDisposable
{
    private readonly TcpClient _socket = new();
    private SslStream? _tls;

    /// <summary>Connects and waits for CONNACK.</summary>
    /// <returns>Reason code: 0 is welcome.</returns>
    public async Task<int> ConnectAsync(int port, X509Certificate2? certificate, X509Certificate2 root, string clientId)
    {
        using var deadline = new CancellationTokenSource(Deadline.Default);
        await _socket.ConnectAsync("127.0.0.1", port, deadline.Token);
        _tls = new SslStream(_socket.GetStream());
        var options = new SslClientAuthenticationOptions
        {
            TargetHost = "127.0.0.1",
            LocalCertificateSelectionCallback = certificate is null ? null : (_, _, _, _, _) => certificate,
            ClientCertificates = certificate is null ? null : [certificate],
            CertificateChainPolicy = new X509ChainPolicy { TrustMode = X509ChainTrustMode.CustomRootTrust, CustomTrustStore = { root }, RevocationMode = X509RevocationMode.NoCheck },
        };
        await _tls.AuthenticateAsClientAsync(options, deadline.Token);
        byte[] id = Encoding.ASCII.GetBytes(clientId);
        byte[] variable = [0, 4, (byte)'M', (byte)'Q', (byte)'T', (byte)'T', 5, 2, 0, 60, 0, 0, (byte)id.Length, .. id];
        await _tls.WriteAsync(new byte[] { 0x10, (byte)variable.Length }.Concat(variable).ToArray(), deadline.Token);
        var head = new byte[2];
        await _tls.ReadExactlyAsync(head, deadline.Token);
        var rest = new byte[head[1]];
        await _tls.ReadExactlyAsync(rest, deadline.Token);
        Assert.Equal(0x20, head[0]);
        return rest[1];
    }

    /// <summary>PINGREQ and its answer: the connection stands.</summary>
    public async Task PingAsync()
    {
        using var deadline = new CancellationTokenSource(Deadline.Default);
        await _tls!.WriteAsync(new byte[] { 0xc0, 0 }, deadline.Token);
        var answer = new byte[2];
        await _tls.ReadExactlyAsync(answer, deadline.Token);
        Assert.Equal(new byte[] { 0xd0, 0 }, answer);
    }

    /// <summary>Waits for the broker to close the connection; a DISCONNECT may come before.</summary>
    public async Task ClosedAsync()
    {
        using var deadline = new CancellationTokenSource(Deadline.Default);
        try
        {
            await _tls!.CopyToAsync(Stream.Null, deadline.Token);
        }
        catch (IOException)
        {
            // Closed without a goodbye.
        }
    }

    public async ValueTask DisposeAsync()
    {
        if (_tls is not null)
            await _tls.DisposeAsync();
        _socket.Dispose();
    }
}
