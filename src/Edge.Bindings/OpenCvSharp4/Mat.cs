#nullable enable

using OpenCvSharp.Internal;

namespace OpenCvSharp;

/// <summary>A matrix; here, a picture. Owns its pixels, except where a member says otherwise.</summary>
public class Mat : CvObject
{
    internal Mat(IntPtr ptr) => CvPtr = ptr;

    /// <summary>An empty matrix.</summary>
    public Mat()
    {
        NativeMethods.Check(NativeMethods.edge_mat_new(out IntPtr p));
        CvPtr = p;
    }

    /// <summary>A matrix with undefined contents.</summary>
    public Mat(int rows, int cols, MatType type)
    {
        NativeMethods.Check(NativeMethods.edge_mat_new_sized(rows, cols, (int)type, out IntPtr p));
        CvPtr = p;
    }

    /// <summary>A matrix filled with <paramref name="s"/>.</summary>
    public Mat(int rows, int cols, MatType type, Scalar s)
    {
        NativeMethods.Check(NativeMethods.edge_mat_new_filled(rows, cols, (int)type, s, out IntPtr p));
        CvPtr = p;
    }

    /// <summary>A part of <paramref name="m"/> that shares its pixels.</summary>
    public Mat(Mat m, Rect roi)
    {
        ArgumentNullException.ThrowIfNull(m);
        m.ThrowIfDisposed();
        NativeMethods.Check(NativeMethods.edge_mat_new_roi(m.CvPtr, roi, out IntPtr p));
        CvPtr = p;
        GC.KeepAlive(m);
    }

    /// <summary>A matrix over pixels that somebody else owns and keeps alive.</summary>
    /// <param name="rows">Rows.</param>
    /// <param name="cols">Columns.</param>
    /// <param name="type">Pixel type.</param>
    /// <param name="data">First byte of the top row.</param>
    /// <param name="step">Bytes from one row to the next; 0 is no padding.</param>
    public static Mat FromPixelData(int rows, int cols, MatType type, IntPtr data, long step = 0)
    {
        NativeMethods.Check(NativeMethods.edge_mat_new_over(rows, cols, (int)type, data, step, out IntPtr p));
        return new Mat(p);
    }

    /// <summary>Rows; -1 when there are more than two dimensions.</summary>
    public int Rows => Info().Rows;

    /// <summary>Rows.</summary>
    public int Height => Rows;

    /// <summary>Columns; -1 when there are more than two dimensions.</summary>
    public int Cols => Info().Cols;

    /// <summary>Columns.</summary>
    public int Width => Cols;

    /// <summary>First byte of the top row.</summary>
    public IntPtr Data => Info().Data;

    /// <summary>Width and height.</summary>
    public Size Size()
    {
        NativeMatInfo info = Info();
        return new Size(info.Cols, info.Rows);
    }

    /// <summary>Bytes from one row to the next.</summary>
    public long Step() => Info().Step;

    /// <summary>Depth and channels.</summary>
    public MatType Type() => new(Info().Type);

    /// <summary>Channels.</summary>
    public int Channels() => Type().Channels;

    /// <summary>Whether it has no elements.</summary>
    public bool Empty()
    {
        NativeMatInfo info = Info();
        return info.Data == IntPtr.Zero || info.Dims == 0 || info.Rows == 0 || info.Cols == 0;
    }

    /// <summary>Copies it into <paramref name="m"/>, whose memory is kept when size and type fit.</summary>
    public void CopyTo(Mat m)
    {
        ThrowIfDisposed();
        ArgumentNullException.ThrowIfNull(m);
        m.ThrowIfDisposed();
        NativeMethods.Check(NativeMethods.edge_mat_copy(CvPtr, m.CvPtr));
        GC.KeepAlive(this);
        GC.KeepAlive(m);
    }

    /// <inheritdoc/>
    protected override void DisposeUnmanaged()
    {
        if (CvPtr != IntPtr.Zero)
            NativeMethods.edge_mat_delete(CvPtr);
        CvPtr = IntPtr.Zero;
        base.DisposeUnmanaged();
    }

    private NativeMatInfo Info()
    {
        ThrowIfDisposed();
        NativeMethods.Check(NativeMethods.edge_mat_info_of(CvPtr, out NativeMatInfo info));
        GC.KeepAlive(this);
        return info;
    }
}
