using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;

namespace Edge.Agent.Tests.Capture;

/// <summary>GStreamer's RTSP server in a process of its own, so that it can be cut and frozen.</summary>
internal sealed class RtspServer : IDisposable
{
    private readonly string _file;
    private readonly string _port;
    private Process? _process;

    public RtspServer(string file)
    {
        _file = file;
        using var probe = new TcpListener(IPAddress.Loopback, 0);
        probe.Start();
        _port = ((IPEndPoint)probe.LocalEndpoint).Port.ToString(CultureInfo.InvariantCulture);
        probe.Stop();
        Start();
    }

    /// <summary>Why there is no server to test with; null when there is one.</summary>
    public static string? Missing { get; } = Probe();

    public string Url => $"rtsp://127.0.0.1:{_port}/gate";

    public void Start()
    {
        _process = Run(Path.Combine(AppContext.BaseDirectory, "Capture", "rtsp-server.py"), _port, _file);
        Assert.Equal("ready", _process.StandardOutput.ReadLine());
    }

    /// <summary>Ends the server; its connections break.</summary>
    public void Cut()
    {
        _process?.Kill();
        _process?.WaitForExit();
        _process?.Dispose();
        _process = null;
    }

    /// <summary>Stops or continues the process: connections stay open, nothing comes.</summary>
    public void Freeze(bool frozen)
    {
        using Process kill = Process.Start("kill", [frozen ? "-STOP" : "-CONT", _process!.Id.ToString(CultureInfo.InvariantCulture)]);
        kill.WaitForExit();
    }

    public void Dispose() => Cut();

    private static string? Probe()
    {
        try
        {
            using Process probe = Run("-c", "import gi; gi.require_version('GstRtspServer', '1.0'); from gi.repository import Gst; Gst.init(None); import sys; sys.exit(0 if Gst.ElementFactory.find('qtdemux') and Gst.ElementFactory.find('rtph264pay') else 1)");
            probe.WaitForExit();
            return probe.ExitCode == 0 ? null : "no RTSP server: install gir1.2-gst-rtsp-server-1.0, python3-gi, gstreamer1.0-plugins-good";
        }
        catch (System.ComponentModel.Win32Exception)
        {
            return "no RTSP server: /usr/bin/python3 is missing";
        }
    }

    private static Process Run(params string[] arguments) =>
        Process.Start(new ProcessStartInfo("/usr/bin/python3", arguments) { RedirectStandardOutput = true, RedirectStandardError = true })!;
}
