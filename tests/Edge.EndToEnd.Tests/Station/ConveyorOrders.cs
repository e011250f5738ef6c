using System.Net.Sockets;
using System.Text.Json.Nodes;

namespace Edge.EndToEnd.Tests.Station;

/// <summary>Gives orders to a conveyor's process.</summary>
internal static class ConveyorOrders
{
    /// <summary>Gives one; null where nobody listens yet, or any more.</summary>
    public static async Task<string?> GiveAsync(string socket, string order)
    {
        try
        {
            using var client = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
            await client.ConnectAsync(new UnixDomainSocketEndPoint(socket + ".control"));
            await using var stream = new NetworkStream(client);
            await using var writer = new StreamWriter(stream) { AutoFlush = true };
            using var reader = new StreamReader(stream);
            await writer.WriteLineAsync(order);
            return await reader.ReadLineAsync();
        }
        catch (Exception e) when (e is SocketException or IOException)
        {
            return null;
        }
    }

    /// <summary>Parts that have left the belt so far; -1 where nobody answers.</summary>
    public static async Task<int> PartsAsync(string socket) =>
        await GiveAsync(socket, "stats") is { } answer ? (int)JsonNode.Parse(answer)!["parts"]! : -1;
}
