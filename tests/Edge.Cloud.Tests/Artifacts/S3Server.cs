using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using Edge.Testing;

namespace Edge.Cloud.Tests.Artifacts;

/// <summary>s3rver, a server with S3's interface that checks signatures, with one bucket.</summary>
internal sealed class S3Server : IAsyncDisposable
{
    private readonly Process _process;

    private S3Server(Process process, string folder, int port)
    {
        _process = process;
        Folder = folder;
        Url = $"http://127.0.0.1:{port}";
    }

    /// <summary>Its program; null where it is not installed.</summary>
    public static string? Program { get; } = Find();

    public string Folder { get; }

    public string Url { get; }

    public static async Task<S3Server> StartAsync()
    {
        string folder = Directory.CreateTempSubdirectory("edge-s3-").FullName;
        int port = FreePort();
        var start = new ProcessStartInfo(
            "node",
            [Program!, "-d", folder, "-a", "127.0.0.1", "-p", $"{port}", "--silent", "--no-vhost-buckets", "--configure-bucket", "edge"])
        {
            RedirectStandardOutput = true,
        };
        var server = new S3Server(Process.Start(start)!, folder, port);
        await Deadline.UntilAsync(() => Accepts(port), "s3rver answers");
        return server;
    }

    public async ValueTask DisposeAsync()
    {
        _process.Kill(entireProcessTree: true);
        await _process.WaitForExitAsync();
        _process.Dispose();
        Directory.Delete(Folder, recursive: true);
    }

    private static bool Accepts(int port)
    {
        using var client = new TcpClient();
        try
        {
            client.Connect(IPAddress.Loopback, port);
            return true;
        }
        catch (SocketException)
        {
            return false;
        }
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }

    private static string? Find()
    {
        for (DirectoryInfo? folder = new(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            string program = Path.Combine(folder.FullName, ".edge", "s3rver", "node_modules", "s3rver", "bin", "s3rver.js");
            if (File.Exists(program))
                return program;
        }

        return null;
    }
}
