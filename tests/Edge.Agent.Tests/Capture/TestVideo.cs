using System.Diagnostics;
using Edge.Domain.Frames;

namespace Edge.Agent.Tests.Capture;

/// <summary>Video files made with ffmpeg, in a folder that goes with the test.</summary>
internal sealed class TestVideo : IDisposable
{
    public string Folder { get; } = Directory.CreateTempSubdirectory("edge-capture-").FullName;

    public string In(string name) => Path.Combine(Folder, name);

    /// <summary>A video whose frame n is grey of brightness n, as <see cref="NumberOf"/> reads it; at most 30 different ones, then again from 0.</summary>
    public string Numbered(string name, int frames, int fps = 25, string size = "64x48", string encoder = "-c:v libx264 -preset ultrafast -crf 5 -g 10 -pix_fmt yuv420p")
    {
        string path = In(name);
        Ffmpeg($"-f lavfi -i color=black:size={size}:rate={fps},format=yuv420p,geq=lum='16+7*mod(N\\,30)':cb=128:cr=128 -frames:v {frames} {encoder} {path}");
        return path;
    }

    /// <summary>The number that <see cref="Numbered"/> put into a frame, modulo 30.</summary>
    public static int NumberOf(Frame frame)
    {
        long sum = 0;
        Span<byte> row = frame.View.Row(frame.Height / 2);
        foreach (byte value in row)
            sum += value;
        return (int)Math.Round((double)sum / row.Length / (7 * 255.0 / 219));
    }

    public static void Ffmpeg(string arguments)
    {
        using Process ffmpeg = Process.Start(new ProcessStartInfo("ffmpeg", "-nostdin -hide_banner -loglevel error -y " + arguments) { RedirectStandardError = true })!;
        string errors = ffmpeg.StandardError.ReadToEnd();
        ffmpeg.WaitForExit();
        Assert.True(ffmpeg.ExitCode == 0, $"ffmpeg {arguments}: {errors}");
    }

    public void Dispose() => Directory.Delete(Folder, recursive: true);
}
