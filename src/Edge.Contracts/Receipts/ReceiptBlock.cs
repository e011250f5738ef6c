namespace Edge.Contracts.Receipts;

/// <summary>Reads a file in blocks of whole lines: memory stays bounded, and a block is enough work to share among processors.</summary>
internal sealed class ReceiptBlock(Stream content)
{
    private const int FirstSize = 512 * 1024;
    private byte[] _buffer = new byte[FirstSize];
    private int _filled;
    private int _taken;

    /// <summary>The lines of the block, without their line feeds, as ranges of <see cref="Buffer"/>.</summary>
    public List<Range> Lines { get; } = [];

    /// <summary>What the ranges are of; valid until the next reading.</summary>
    public byte[] Buffer => _buffer;

    /// <summary>Bytes read so far.</summary>
    public long Bytes { get; private set; }

    /// <summary>Bytes at the end that no line feed ends, or that are past the longest line; 0 unless <see cref="Read"/> returned false.</summary>
    public int Torn { get; private set; }

    /// <summary>Reads the next block; false at the end.</summary>
    public bool Read()
    {
        Lines.Clear();
        _buffer.AsSpan(_taken, _filled - _taken).CopyTo(_buffer);
        _filled -= _taken;
        _taken = 0;
        while (true)
        {
            if (_filled == _buffer.Length)
            {
                if (_filled > ReceiptLine.MaximumLength)
                    break;
                Array.Resize(ref _buffer, _buffer.Length * 2);
            }

            int before = _filled;
            bool isEnd = FillUp();
            for (int i = _buffer.AsSpan(before, _filled - before).IndexOf((byte)'\n'); i >= 0;)
            {
                int end = before + i;
                Lines.Add(_taken..end);
                before = _taken = end + 1;
                i = _buffer.AsSpan(before, _filled - before).IndexOf((byte)'\n');
            }

            if (Lines.Count > 0)
                return true;
            if (isEnd)
                break;
        }

        Torn = _filled;
        return false;
    }

    private bool FillUp()
    {
        while (_filled < _buffer.Length)
        {
            int read = content.Read(_buffer, _filled, _buffer.Length - _filled);
            if (read == 0)
                return true;
            _filled += read;
            Bytes += read;
        }

        return false;
    }
}
