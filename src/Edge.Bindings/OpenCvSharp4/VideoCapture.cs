#nullable enable

using OpenCvSharp.Internal;

namespace OpenCvSharp;

/// <summary>Reads frames from a file, a stream or a camera. One thread at a time.</summary>
public class VideoCapture : CvObject
{
    /// <summary>A capture that is not open.</summary>
    public VideoCapture()
    {
        NativeMethods.Check(NativeMethods.edge_capture_new(out IntPtr p));
        CvPtr = p;
    }

    /// <summary>Opens camera <paramref name="index"/>; ask <see cref="IsOpened"/> whether it did.</summary>
    /// <param name="index">Number of the camera.</param>
    /// <param name="apiPreference">Which part of OpenCV to use.</param>
    /// <param name="prms">Pairs of property and value.</param>
    public VideoCapture(int index, VideoCaptureAPIs apiPreference, int[] prms)
    {
        ArgumentNullException.ThrowIfNull(prms);
        NativeMethods.Check(NativeMethods.edge_capture_new_index(index, (int)apiPreference, prms, prms.Length, out IntPtr p));
        CvPtr = p;
    }

    /// <summary>Opens a file, a stream or a pipeline; ask <see cref="IsOpened"/> whether it did.</summary>
    /// <param name="fileName">Path, URL or pipeline.</param>
    /// <param name="apiPreference">Which part of OpenCV to use.</param>
    /// <param name="prms">Pairs of property and value.</param>
    public VideoCapture(string fileName, VideoCaptureAPIs apiPreference, int[] prms)
    {
        if (string.IsNullOrEmpty(fileName))
            throw new ArgumentNullException(nameof(fileName));
        ArgumentNullException.ThrowIfNull(prms);
        NativeMethods.Check(NativeMethods.edge_capture_new_file(fileName, (int)apiPreference, prms, prms.Length, out IntPtr p));
        CvPtr = p;
    }

    /// <summary>Opens a file, a stream or a pipeline, closing what was open.</summary>
    public bool Open(string fileName, VideoCaptureAPIs apiPreference = VideoCaptureAPIs.ANY)
    {
        ThrowIfDisposed();
        NativeMethods.Check(NativeMethods.edge_capture_open(CvPtr, fileName, (int)apiPreference, out int opened));
        GC.KeepAlive(this);
        return opened != 0;
    }

    /// <summary>Whether it is open.</summary>
    public bool IsOpened()
    {
        ThrowIfDisposed();
        NativeMethods.Check(NativeMethods.edge_capture_is_opened(CvPtr, out int opened));
        GC.KeepAlive(this);
        return opened != 0;
    }

    /// <summary>Closes it.</summary>
    public void Release()
    {
        ThrowIfDisposed();
        NativeMethods.Check(NativeMethods.edge_capture_release(CvPtr));
        GC.KeepAlive(this);
    }

    /// <summary>Steps to the next frame.</summary>
    public bool Grab()
    {
        ThrowIfDisposed();
        NativeMethods.Check(NativeMethods.edge_capture_grab(CvPtr, out int grabbed));
        GC.KeepAlive(this);
        return grabbed != 0;
    }

    /// <summary>Decodes the frame that <see cref="Grab"/> stepped to, into the memory of <paramref name="image"/> when size and type fit.</summary>
    public bool Retrieve(Mat image, int flag = 0)
    {
        ThrowIfDisposed();
        ArgumentNullException.ThrowIfNull(image);
        image.ThrowIfDisposed();
        NativeMethods.Check(NativeMethods.edge_capture_retrieve(CvPtr, image.CvPtr, flag, out int retrieved));
        GC.KeepAlive(this);
        GC.KeepAlive(image);
        return retrieved != 0;
    }

    /// <summary><see cref="Grab"/> and <see cref="Retrieve"/>.</summary>
    public bool Read(Mat image)
    {
        ThrowIfDisposed();
        ArgumentNullException.ThrowIfNull(image);
        image.ThrowIfDisposed();
        NativeMethods.Check(NativeMethods.edge_capture_read(CvPtr, image.CvPtr, out int read));
        GC.KeepAlive(this);
        GC.KeepAlive(image);
        return read != 0;
    }

    /// <summary>A property's value; 0 where the backend does not know it.</summary>
    public double Get(VideoCaptureProperties propertyId) => Get((int)propertyId);

    /// <inheritdoc cref="Get(VideoCaptureProperties)"/>
    public double Get(int propertyId)
    {
        ThrowIfDisposed();
        NativeMethods.Check(NativeMethods.edge_capture_get(CvPtr, propertyId, out double value));
        GC.KeepAlive(this);
        return value;
    }

    /// <summary>Sets a property.</summary>
    /// <returns>Whether the backend knows it; it may still choose another value.</returns>
    public bool Set(VideoCaptureProperties propertyId, double value) => Set((int)propertyId, value);

    /// <inheritdoc cref="Set(VideoCaptureProperties, double)"/>
    public bool Set(int propertyId, double value)
    {
        ThrowIfDisposed();
        NativeMethods.Check(NativeMethods.edge_capture_set(CvPtr, propertyId, value, out int accepted));
        GC.KeepAlive(this);
        return accepted != 0;
    }

    /// <inheritdoc/>
    protected override void DisposeUnmanaged()
    {
        if (CvPtr != IntPtr.Zero)
            NativeMethods.edge_capture_delete(CvPtr);
        CvPtr = IntPtr.Zero;
        base.DisposeUnmanaged();
    }
}
