using System.Net.Sockets;

namespace Edge.Agent.Capture;

/// <summary>Finds out why a camera's URL could not be opened, since OpenCV only says that it could not.</summary>
internal static class NetworkDiagnosis
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(2);

    /// <summary>Tries to connect to a URL's host and port.</summary>
    /// <returns>What is wrong with the network, for people; empty when the host answers.</returns>
    public static string Of(string url, CancellationToken cancellationToken)
    {
        var uri = new Uri(url);
        int port = uri.Port > 0 ? uri.Port : uri.Scheme switch { "rtsps" => 322, "rtsp" => 554, "https" => 443, _ => 80 };
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        limit.CancelAfter(Patience);
        try
        {
            using var client = new TcpClient();
            client.ConnectAsync(uri.IdnHost.Trim('[', ']'), port, limit.Token).AsTask().GetAwaiter().GetResult();
            return "";
        }
        catch (SocketException e)
        {
            return e.SocketErrorCode switch
            {
                SocketError.ConnectionRefused => $"{uri.Host} refuses connections at port {port}",
                SocketError.HostNotFound or SocketError.TryAgain or SocketError.NoData => $"there is no host named {uri.Host}",
                SocketError.HostUnreachable or SocketError.NetworkUnreachable => $"there is no way to {uri.Host}",
                _ => $"{uri.Host} port {port}: {e.SocketErrorCode}",
            };
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return $"{uri.Host} does not answer at port {port}";
        }
    }
}
