using System.Diagnostics;
using System.Globalization;
using Edge.Agent.Capture.Synthetic;
using Edge.Domain.Frames;

namespace Edge.Agent.Tests.Pipeline;

/// <summary>The drawn street as a video file: a real recording, made with ffmpeg, in which the shipped model finds people and cars.</summary>
internal static class StreetVideo
{
    public static void Write(string path, int frames)
    {
        SyntheticOptions options = SyntheticOptions.Parse("street?pace=fast");
        using var renderer = new SceneRenderer(options.CreateScene());
        using var pool = new FramePool();
        using Frame frame = pool.Rent(options.Size.Width, options.Size.Height);
        string rate = options.Fps.ToString(CultureInfo.InvariantCulture);
        string arguments = $"-hide_banner -loglevel error -y -f rawvideo -pix_fmt bgr24 -s {frame.Width}x{frame.Height} -r {rate} -i - -c:v libx264 -preset ultrafast -crf 12 -pix_fmt yuv420p {path}";
        using Process ffmpeg = Process.Start(new ProcessStartInfo("ffmpeg", arguments) { RedirectStandardInput = true, RedirectStandardError = true })!;
        Task<string> errors = ffmpeg.StandardError.ReadToEndAsync();
        using (Stream pixels = ffmpeg.StandardInput.BaseStream)
        {
            for (int number = 0; number < frames; number++)
            {
                renderer.Draw(frame.View, number);
                for (int y = 0; y < frame.Height; y++)
                    pixels.Write(frame.View.Row(y));
            }
        }

        ffmpeg.WaitForExit();
        Assert.True(ffmpeg.ExitCode == 0, errors.Result);
    }
}
