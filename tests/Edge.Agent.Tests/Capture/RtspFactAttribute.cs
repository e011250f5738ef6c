namespace Edge.Agent.Tests.Capture;

/// <summary>A test against a real RTSP server; skipped where none is installed.</summary>
internal sealed class RtspFactAttribute : FactAttribute
{
    public RtspFactAttribute() => Skip = RtspServer.Missing;
}
