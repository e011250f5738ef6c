using Microsoft.Win32.SafeHandles;

namespace Edge.Contracts.Updates.Deltas;

/// <summary>The part of a file that a window copies from. Read where needed, a block at a time: memory does not grow with it.</summary>
internal sealed class VcdiffSegment
{
    private const int BlockBytes = 64 << 10;

    private readonly byte[] _block = new byte[BlockBytes];
    private SafeFileHandle? _file;
    private long _position;
    private long _blockStart = -1;
    private int _blockLength;

    /// <summary>Bytes of it; 0 without a segment.</summary>
    public long Length { get; private set; }

    /// <summary>Takes another part of a file. What was read before is forgotten: the file may have grown.</summary>
    public void Set(SafeFileHandle? file, long position, long length)
    {
        _file = file;
        _position = position;
        Length = length;
        _blockStart = -1;
    }

    /// <summary>Reads bytes that begin at <paramref name="from"/> of the segment and lie within it.</summary>
    /// <exception cref="DeltaRefusedException">The file has become shorter.</exception>
    public void Read(long from, Span<byte> into)
    {
        if (into.Length >= BlockBytes)
        {
            ReadWhole(_position + from, into);
            return;
        }

        while (!into.IsEmpty)
        {
            long at = _position + from;
            if (_blockStart < 0 || at < _blockStart || at >= _blockStart + _blockLength)
                Load(at);
            int offset = (int)(at - _blockStart);
            int count = Math.Min(into.Length, _blockLength - offset);
            _block.AsSpan(offset, count).CopyTo(into);
            into = into[count..];
            from += count;
        }
    }

    private void Load(long at)
    {
        long start = at - (at % BlockBytes);
        int length = (int)Math.Min(BlockBytes, _position + Length - start);
        ReadWhole(start, _block.AsSpan(0, length));
        (_blockStart, _blockLength) = (start, length);
    }

    private void ReadWhole(long at, Span<byte> into)
    {
        while (!into.IsEmpty)
        {
            int read = RandomAccess.Read(_file!, into, at);
            if (read == 0)
                throw new DeltaRefusedException(DeltaFault.OutOfRange, $"the delta's source ends at {at}, {into.Length} bytes early");
            into = into[read..];
            at += read;
        }
    }
}
