#nullable enable

namespace OpenCvSharp;

/// <summary>Something that stands for a native object.</summary>
public abstract class CvObject : DisposableObject
{
    /// <summary>Address of the native object; zero after disposal.</summary>
    public IntPtr CvPtr { get; private protected set; }
}
