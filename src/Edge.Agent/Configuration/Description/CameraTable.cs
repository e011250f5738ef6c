using Edge.Domain.Geometry;
using static Edge.Agent.Configuration.Description.SettingTypes;

namespace Edge.Agent.Configuration.Description;

/// <summary>The settings of one camera.</summary>
internal static class CameraTable
{
    private static readonly TimeSpan Day = TimeSpan.FromDays(1);

    public static readonly ObjectType<CaptureSettings> Capture = new(new CaptureSettings(), "How the stream is read.")
    {
        { "realTime", SettingTypes.Boolean, s => s.RealTime, (s, v) => s with { RealTime = v }, "Recorded sources: `true` plays them at their own speed and drops what is late; `false` reads every frame, as fast as it can be judged." },
        { "loop", SettingTypes.Boolean, s => s.Loop, (s, v) => s with { Loop = v }, "Recorded sources: start again at the end." },
        { "resume", SettingTypes.Boolean, s => s.Resume, (s, v) => s with { Resume = v }, "Recorded sources: after a restart, go on behind the last frame whose alerts are committed." },
        { "maximumFps", new NumberType<double>(0, 1000, "frames a second"), s => s.MaximumFps, (s, v) => s with { MaximumFps = v }, "Frames a second to take from a faster live source; 0 is all of them." },
        { "width", new NumberType<int>(0, 16384, "pixels"), s => s.Width, (s, v) => s with { Width = v }, "A v4l2 camera's picture width to ask for; 0 is its own. Give `height` too." },
        { "height", new NumberType<int>(0, 16384, "pixels"), s => s.Height, (s, v) => s with { Height = v }, "A v4l2 camera's picture height to ask for; 0 is its own. Give `width` too." },
        { "hardwareDecoding", Words("none", "any", "vaapi", "v4l2m2m", "nvdec"), s => s.HardwareDecoding, (s, v) => s with { HardwareDecoding = v }, "Hardware decoding." },
        { "rtspTransport", Words("tcp", "udp"), s => s.RtspTransport, (s, v) => s with { RtspTransport = v }, "What RTSP streams travel over." },
        { "stallTimeout", Duration(TimeSpan.FromMilliseconds(100), TimeSpan.FromHours(1)), s => s.StallTimeout, (s, v) => s with { StallTimeout = v }, "No frame for this long is a stall: told, and the source is opened again." },
        { "openTimeout", Duration(TimeSpan.FromMilliseconds(100), TimeSpan.FromMinutes(10)), s => s.OpenTimeout, (s, v) => s with { OpenTimeout = v }, "Time allowed to open the source." },
        { "reconnectMinimum", Duration(TimeSpan.FromMilliseconds(10), TimeSpan.FromHours(1)), s => s.ReconnectMinimum, (s, v) => s with { ReconnectMinimum = v }, "First wait before opening again; doubles each time, with jitter." },
        { "reconnectMaximum", Duration(TimeSpan.FromMilliseconds(10), Day), s => s.ReconnectMaximum, (s, v) => s with { ReconnectMaximum = v }, "Longest wait before opening again." },
    };

    public static readonly ObjectType<MotionSettings> Motion = new(new MotionSettings(), "The motion gate: a still scene is not inferred again and again.")
    {
        { "enabled", SettingTypes.Boolean, s => s.Enabled, (s, v) => s with { Enabled = v }, "Whether the gate is used." },
        { "threshold", new NumberType<int>(1, 255), s => s.Threshold, (s, v) => s with { Threshold = v }, "Change of brightness (of 255) that makes a small block of the picture count as changed." },
        { "minimumArea", new NumberType<double>(0, 1), s => s.MinimumArea, (s, v) => s with { MinimumArea = v }, "Part of the picture's blocks that must have changed." },
        { "refreshEvery", Duration(TimeSpan.Zero, TimeSpan.FromHours(1)), s => s.RefreshEvery, (s, v) => s with { RefreshEvery = v }, "A still scene is inferred at least this often all the same." },
    };

    public static readonly ObjectType<TrackingSettings> Tracking = new(new TrackingSettings(), "The tracker.")
    {
        { "highScore", Score, s => s.HighScore, (s, v) => s with { HighScore = v }, "Detections at or above it start and keep tracks." },
        { "lowScore", Score, s => s.LowScore, (s, v) => s with { LowScore = v }, "Detections from here up to `highScore` only keep tracks." },
        { "confirmHits", new NumberType<int>(1, 100), s => s.ConfirmHits, (s, v) => s with { ConfirmHits = v }, "Matches before a track counts." },
        { "keepLost", Duration(TimeSpan.Zero, TimeSpan.FromMinutes(5)), s => s.KeepLost, (s, v) => s with { KeepLost = v }, "How long an unseen track is kept." },
    };

    public static readonly ObjectType<CameraSettings> Camera = new(new CameraSettings { Id = "", Source = "" }, "One camera: where its frames come from, what is watched in them.")
    {
        { "id", Id, s => s.Id, (s, v) => s with { Id = v }, "Name of the camera, unique within the device; part of its topics.", FieldTraits.Required },
        { "source", new SourceType(), s => s.Source, (s, v) => s with { Source = v }, "Where its frames come from. A bare path is a file; paths are relative to this file's folder. `${env:NAME}` and `${file:PATH}` stand for credentials, so that none are written here.", FieldTraits.Required | FieldTraits.Secret },
        { "capture", Capture, s => s.Capture, (s, v) => s with { Capture = v }, Capture.Title },
        { "motion", Motion, s => s.Motion, (s, v) => s with { Motion = v }, Motion.Title },
        { "tracking", Tracking, s => s.Tracking, (s, v) => s with { Tracking = v }, Tracking.Title },
        { "privacyMasks", new ListType<Polygon>(SettingTypes.Polygon, 0, 64), s => s.PrivacyMasks, (s, v) => s with { PrivacyMasks = v }, "Areas that are blackened in every frame before anything else sees it." },
        { "zones", new ListType<Domain.Zones.Zone>(PlaceTable.Zone, 0, 64), s => s.Zones, (s, v) => s with { Zones = v }, "Named areas, for rules." },
        { "lines", new ListType<Domain.Zones.TripLine>(PlaceTable.Line, 0, 64), s => s.Lines, (s, v) => s with { Lines = v }, "Named lines, for rules." },
        { "rules", new ListType<RuleSettings>(RuleTable.Rule, 0, 128), s => s.Rules, (s, v) => s with { Rules = v }, "What to tell about." },
    };
}
