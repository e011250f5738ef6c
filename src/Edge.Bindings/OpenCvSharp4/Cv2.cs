#nullable enable

using OpenCvSharp.Internal;

namespace OpenCvSharp;

/// <summary>OpenCV's functions. Those of image files and drawing are in files of their own.</summary>
public static partial class Cv2
{
    /// <summary>What OpenCV writes to stderr from now on, in this process.</summary>
    /// <returns>What it wrote before.</returns>
    public static LogLevel SetLogLevel(LogLevel logLevel)
    {
        NativeMethods.Check(NativeMethods.edge_set_log_level((int)logLevel, out int previous));
        return (LogLevel)previous;
    }

    /// <summary>Blends: <paramref name="src1"/> * <paramref name="alpha"/> + <paramref name="src2"/> * <paramref name="beta"/> + <paramref name="gamma"/>.</summary>
    public static void AddWeighted(InputArray src1, double alpha, InputArray src2, double beta, double gamma, OutputArray dst, int dtype = -1)
    {
        ArgumentNullException.ThrowIfNull(src1);
        ArgumentNullException.ThrowIfNull(src2);
        ArgumentNullException.ThrowIfNull(dst);
        src1.Mat.ThrowIfDisposed();
        src2.Mat.ThrowIfDisposed();
        dst.Mat.ThrowIfDisposed();
        NativeMethods.Check(NativeMethods.edge_add_weighted(src1.CvPtr, alpha, src2.CvPtr, beta, gamma, dst.CvPtr, dtype));
        GC.KeepAlive(src1);
        GC.KeepAlive(src2);
        GC.KeepAlive(dst);
    }

    /// <summary>Resizes; with a <paramref name="dsize"/> of zeros, by the factors.</summary>
    public static void Resize(InputArray src, OutputArray dst, Size dsize, double fx = 0, double fy = 0, InterpolationFlags interpolation = InterpolationFlags.Linear)
    {
        ArgumentNullException.ThrowIfNull(src);
        ArgumentNullException.ThrowIfNull(dst);
        src.Mat.ThrowIfDisposed();
        dst.Mat.ThrowIfDisposed();
        NativeMethods.Check(NativeMethods.edge_resize(src.CvPtr, dst.CvPtr, dsize, fx, fy, (int)interpolation));
        GC.KeepAlive(src);
        GC.KeepAlive(dst);
    }

    /// <summary>Converts colours.</summary>
    public static void CvtColor(InputArray src, OutputArray dst, ColorConversionCodes code, int dstCn = 0)
    {
        ArgumentNullException.ThrowIfNull(src);
        ArgumentNullException.ThrowIfNull(dst);
        src.Mat.ThrowIfDisposed();
        dst.Mat.ThrowIfDisposed();
        NativeMethods.Check(NativeMethods.edge_cvt_color(src.CvPtr, dst.CvPtr, (int)code, dstCn));
        GC.KeepAlive(src);
        GC.KeepAlive(dst);
    }
}
