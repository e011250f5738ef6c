using OpenCvSharp;

namespace Edge.Agent.Capture;

/// <summary>One way to decode.</summary>
/// <param name="Name">For people.</param>
/// <param name="Acceleration">What OpenCV is asked for.</param>
/// <param name="Codec">FFmpeg's name of the decoder to force; empty lets it choose.</param>
internal sealed record Decoder(string Name, VideoAccelerationType Acceleration, string Codec);
