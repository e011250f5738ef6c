using OpenCvSharp;

namespace Edge.Agent.Capture;

/// <summary>
/// The decoders that one camera may use, best first, software last; remembers which one worked, over reconnects.
/// OpenCV names VA-API itself; V4L2 M2M and NVDEC are FFmpeg decoders, one for each codec.
/// </summary>
internal sealed class DecoderChoice
{
    private static readonly Decoder Software = new("software", VideoAccelerationType.None, "");

    private DecoderChoice(params IReadOnlyList<Decoder> candidates) => Candidates = candidates;

    /// <summary>One or more; the last is software.</summary>
    public IReadOnlyList<Decoder> Candidates { get; }

    /// <summary>Index of the first one worth trying.</summary>
    public int First { get; set; }

    /// <summary>The decoders for a setting of <see cref="Configuration.CaptureSettings.HardwareDecoding"/>.</summary>
    /// <exception cref="FormatException">Not one of the allowed names.</exception>
    public static DecoderChoice For(string hardwareDecoding) => hardwareDecoding.ToLowerInvariant() switch
    {
        "none" => new(Software),
        "any" => new(new Decoder("any hardware", VideoAccelerationType.Any, ""), Software),
        "vaapi" => new(new Decoder("VA-API", VideoAccelerationType.VAAPI, ""), Software),
        "v4l2m2m" => new(Forced("h264_v4l2m2m"), Forced("hevc_v4l2m2m"), Software),
        "nvdec" => new(Forced("h264_cuvid"), Forced("hevc_cuvid"), Software),
        _ => throw new FormatException($"'{hardwareDecoding}' is not a kind of hardware decoding; allowed are none, any, vaapi, v4l2m2m, nvdec"),
    };

    private static Decoder Forced(string codec) => new(codec, VideoAccelerationType.None, codec);
}
