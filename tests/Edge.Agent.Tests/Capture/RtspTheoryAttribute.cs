namespace Edge.Agent.Tests.Capture;

/// <summary>A test against a real RTSP server; skipped where none is installed.</summary>
internal sealed class RtspTheoryAttribute : TheoryAttribute
{
    public RtspTheoryAttribute() => Skip = RtspServer.Missing;
}
