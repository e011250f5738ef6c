using System.Runtime.InteropServices;
using OpenCvSharp;

namespace Edge.Agent.Capture;

/// <summary>
/// What OpenCV takes from the process environment, set before its first use. The C library's own environment is what counts:
/// .NET's is a copy that native code does not see.
/// </summary>
internal static partial class OpenCvEnvironment
{
    private static readonly Lock Gate = new();
    private static bool _prepared;

    /// <summary>
    /// Makes OpenCV and FFmpeg silent: what goes wrong with a stream is ours to tell, once and without its credentials,
    /// which FFmpeg prints. A variable that the user has set stays. Call it before anything else of OpenCV; cheap when already done.
    /// </summary>
    public static void Prepare()
    {
        lock (Gate)
        {
            if (_prepared)
                return;

            // AV_LOG_QUIET; read when the FFmpeg backend is first used.
            SetDefault("OPENCV_FFMPEG_LOGLEVEL", "-8");
            // Seconds that one read of a V4L2 camera may block; read when the library is loaded. Short, so that a read can be given up.
            SetDefault("OPENCV_VIDEOIO_V4L_SELECT_TIMEOUT", "1");
            if (Environment.GetEnvironmentVariable("OPENCV_LOG_LEVEL") is null)
                Cv2.SetLogLevel(LogLevel.SILENT);
            _prepared = true;
        }
    }

    /// <summary>Sets a variable for native code.</summary>
    public static void Set(string name, string value)
    {
        if (setenv(name, value, 1) != 0)
            throw new InvalidOperationException($"the environment variable {name} could not be set");
    }

    private static void SetDefault(string name, string value)
    {
        if (Environment.GetEnvironmentVariable(name) is null)
            Set(name, value);
    }

    [LibraryImport("libc", StringMarshalling = StringMarshalling.Utf8)]
    private static partial int setenv(string name, string value, int overwrite);
}
