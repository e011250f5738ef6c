using System.Runtime.InteropServices;

namespace Edge.Vision.Inference;

/// <summary>Zeroed native memory, 64-byte aligned, that ONNX Runtime reads or writes in place.</summary>
internal sealed unsafe class NativeBuffer : IDisposable
{
    public NativeBuffer(long sizeBytes)
    {
        SizeBytes = sizeBytes;
        Address = (nint)NativeMemory.AlignedAlloc((nuint)Math.Max(sizeBytes, 64), 64);
        NativeMemory.Clear((void*)Address, (nuint)sizeBytes);
    }

    public nint Address { get; private set; }

    public long SizeBytes { get; }

    public void Dispose()
    {
        NativeMemory.AlignedFree((void*)Address);
        Address = 0;
    }
}
