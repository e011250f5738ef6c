using Microsoft.Win32.SafeHandles;

namespace Edge.Contracts.Updates.Deltas;

/// <summary>Makes a new file of an old one and a delta in the format VCDIFF (RFC 3284).
/// Written for hostile deltas: memory is bounded by the limit for one window, work by the lengths of delta and result.
/// Left out on purpose, and refused: secondary compression, code tables other than the default, and what xdelta3 adds to the
/// format (application header, checksum); the result's hash is checked by whoever knows it from signed metadata.</summary>
public sealed class VcdiffDecoder
{
    private const byte WindowHasSource = 1;
    private const byte WindowHasTarget = 2;
    private static ReadOnlySpan<byte> Magic => [0xD6, 0xC3, 0xC4, 0x00];

    private readonly VcdiffInput _delta;
    private readonly SafeFileHandle _source;
    private readonly SafeFileHandle _result;
    private readonly VcdiffLimits _limits;
    private readonly VcdiffSegment _segment = new();
    private readonly VcdiffAddressCache _cache = new();
    private byte[] _window = [];
    private byte[] _sections = [];
    private long _written;

    private VcdiffDecoder(Stream delta, SafeFileHandle source, SafeFileHandle result, VcdiffLimits limits)
    {
        _delta = new VcdiffInput(delta);
        _source = source;
        _result = result;
        _limits = limits;
    }

    /// <summary>Applies a delta.</summary>
    /// <param name="delta">The delta, read once to its end. Left open.</param>
    /// <param name="source">The file that it was made from, open for reading.</param>
    /// <param name="result">Where the new file goes, open for reading and writing, from its byte 0 on.</param>
    /// <param name="limits">What the result must be, and what one window may be at most.</param>
    /// <param name="cancellation">Looked at once a window.</param>
    /// <exception cref="DeltaRefusedException">The delta is wrong in any way. <paramref name="result"/> then holds a part of something.</exception>
    /// <exception cref="IOException">A file can't be read or written.</exception>
    public static void Decode(Stream delta, SafeFileHandle source, SafeFileHandle result, VcdiffLimits limits, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(delta);
        ArgumentNullException.ThrowIfNull(source);
        ArgumentNullException.ThrowIfNull(result);
        ArgumentNullException.ThrowIfNull(limits);
        new VcdiffDecoder(delta, source, result, limits).Decode(cancellation);
    }

    private void Decode(CancellationToken cancellation)
    {
        ReadHeader();
        for (int indicator = _delta.ReadByteOrEnd(); indicator >= 0; indicator = _delta.ReadByteOrEnd())
        {
            cancellation.ThrowIfCancellationRequested();
            ReadSegment((byte)indicator);
            ReadWindow();
        }

        if (_written != _limits.ResultBytes)
            throw new DeltaRefusedException(DeltaFault.WrongResult, $"the delta makes {_written} bytes; the file has {_limits.ResultBytes}");
    }

    // RFC 3284, section 4.1.
    private void ReadHeader()
    {
        Span<byte> header = stackalloc byte[5];
        _delta.Fill(header);
        if (!header[..4].SequenceEqual(Magic))
            throw new DeltaRefusedException(DeltaFault.NotVcdiff, "the delta does not begin as VCDIFF, version 0, does");
        if (header[4] != 0)
        {
            throw new DeltaRefusedException(
                DeltaFault.Unsupported,
                $"the delta's header asks for extensions (indicator {header[4]}); allowed are none: make it without secondary compression, application header and code table");
        }
    }

    // RFC 3284, section 4.2: what the window copies from.
    private void ReadSegment(byte indicator)
    {
        switch (indicator)
        {
            case 0:
                _segment.Set(null, 0, 0);
                return;
            case WindowHasSource or WindowHasTarget:
                SafeFileHandle file = indicator == WindowHasSource ? _source : _result;
                long available = indicator == WindowHasSource ? RandomAccess.GetLength(_source) : _written;
                long length = _delta.ReadNumber(long.MaxValue >> 8, "source segment");
                long position = _delta.ReadNumber(long.MaxValue >> 8, "source position");
                if (position > available || length > available - position)
                {
                    throw new DeltaRefusedException(
                        DeltaFault.OutOfRange, $"the delta copies from {length} bytes at {position} of {(indicator == WindowHasSource ? "a source" : "a result")} of {available}");
                }

                _segment.Set(file, position, length);
                return;
            default:
                throw new DeltaRefusedException(
                    DeltaFault.Unsupported, $"the delta has a window with indicator {indicator}; allowed are 0, 1 (source) and 2 (result): make it without checksums");
        }
    }

    // RFC 3284, section 4.3.
    private void ReadWindow()
    {
        // The sections of a sensible window take no more than the window itself and a little for instructions.
        long largestEncoding = ((long)_limits.WindowBytes * 2) + 64;
        long encoding = _delta.ReadNumber(largestEncoding, "window encoding");
        long start = _delta.Position;
        int size = (int)_delta.ReadNumber(_limits.WindowBytes, "window");
        if (size > _limits.ResultBytes - _written)
            throw new DeltaRefusedException(DeltaFault.TooLarge, $"the delta makes more than the file's {_limits.ResultBytes} bytes");
        byte indicator = _delta.ReadByte();
        if (indicator != 0)
            throw new DeltaRefusedException(DeltaFault.Unsupported, $"the delta's window is compressed once more (indicator {indicator}), which is not allowed");
        int data = (int)_delta.ReadNumber(encoding, "data section");
        int instructions = (int)_delta.ReadNumber(encoding, "instruction section");
        int addresses = (int)_delta.ReadNumber(encoding, "address section");
        long total = (long)data + instructions + addresses;
        if (_delta.Position - start + total != encoding)
            throw new DeltaRefusedException(DeltaFault.Malformed, $"the sections of the delta's window do not add up to its {encoding} bytes");

        Span<byte> sections = Grown(ref _sections, (int)total);
        _delta.Fill(sections);
        Span<byte> window = Grown(ref _window, size);
        _cache.Clear();
        Execute(
            window,
            new VcdiffSection(sections[..data], "data"),
            new VcdiffSection(sections.Slice(data, instructions), "instructions"),
            new VcdiffSection(sections[(data + instructions)..], "addresses"));
        RandomAccess.Write(_result, window, _written);
        _written += size;
    }

    private void Execute(Span<byte> window, VcdiffSection data, VcdiffSection instructions, VcdiffSection addresses)
    {
        int filled = 0;
        while (instructions.Remaining > 0)
        {
            (VcdiffInstruction first, VcdiffInstruction second) = VcdiffCodeTable.Of(instructions.ReadByte());
            filled += Execute(first, window, filled, ref data, ref instructions, ref addresses);
            if (second.Kind != VcdiffInstructionKind.None)
                filled += Execute(second, window, filled, ref data, ref instructions, ref addresses);
        }

        if (filled != window.Length)
            throw new DeltaRefusedException(DeltaFault.Malformed, $"the delta's instructions fill {filled} of a window's {window.Length} bytes");
        if (data.Remaining > 0 || addresses.Remaining > 0)
            throw new DeltaRefusedException(DeltaFault.Malformed, $"a window of the delta leaves {data.Remaining} bytes of data and {addresses.Remaining} of addresses unused");
    }

    /// <summary>Does one instruction; the number of bytes that it made.</summary>
    private int Execute(
        VcdiffInstruction instruction, Span<byte> window, int filled, ref VcdiffSection data, ref VcdiffSection instructions, ref VcdiffSection addresses)
    {
        long size = instruction.Size > 0 ? instruction.Size : instructions.ReadNumber();
        if (size > window.Length - filled)
            throw new DeltaRefusedException(DeltaFault.Malformed, $"an instruction of the delta makes {size} bytes where {window.Length - filled} are left of the window");
        Span<byte> into = window.Slice(filled, (int)size);
        switch (instruction.Kind)
        {
            case VcdiffInstructionKind.Add:
                data.Take(into.Length).CopyTo(into);
                break;
            case VcdiffInstructionKind.Run:
                into.Fill(data.ReadByte());
                break;
            default:
                Copy(_cache.Read(ref addresses, instruction.Mode, _segment.Length + filled), window, filled, into.Length);
                break;
        }

        return into.Length;
    }

    private void Copy(long address, Span<byte> window, int filled, int size)
    {
        // A copy may begin in the segment and go on in the window, and may read what it has just written.
        int fromSegment = (int)Math.Clamp(_segment.Length - address, 0, size);
        if (fromSegment > 0)
            _segment.Read(address, window.Slice(filled, fromSegment));
        int from = (int)(Math.Max(address, _segment.Length) - _segment.Length);
        int to = filled + fromSegment;
        int end = filled + size;
        if (from + (end - to) <= to)
        {
            window[from..(from + (end - to))].CopyTo(window[to..]);
            return;
        }

        while (to < end)
            window[to++] = window[from++];
    }

    private static Span<byte> Grown(ref byte[] buffer, int length)
    {
        if (buffer.Length < length)
            buffer = GC.AllocateUninitializedArray<byte>(length);
        return buffer.AsSpan(0, length);
    }
}
