#nullable enable

using System.Runtime.InteropServices;

namespace OpenCvSharp.Internal;

[StructLayout(LayoutKind.Sequential)]
internal struct NativeMatInfo
{
    public int Rows;
    public int Cols;
    public int Type;
    public int Dims;
    public long Step;
    public IntPtr Data;
}
