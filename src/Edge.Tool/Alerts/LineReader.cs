namespace Edge.Tool.Alerts;

/// <summary>
/// Lines of a stream that grows: what is there is taken, and an unfinished line waits for its end. A line over the limit is handed out
/// empty, so that whoever fills the stream can't fill the memory. Not thread safe.
/// </summary>
/// <param name="stream">Where the lines come from; owned by the caller.</param>
internal sealed class LineReader(Stream stream)
{
    /// <summary>Longest line, in bytes; an alert takes about a thousand.</summary>
    public const int MaximumLength = 1 << 20;

    private byte[] _buffer = new byte[16 * 1024];
    private int _start;
    private int _end;
    private bool _skipping;

    /// <summary>Reads what is there, once.</summary>
    /// <returns>False when the stream has no more now; a file may have more later.</returns>
    public async ValueTask<bool> FillAsync(CancellationToken cancellation)
    {
        MakeRoom();
        // Reading a console or pipe can't be interrupted; leaving it behind can.
        int read = await stream.ReadAsync(_buffer.AsMemory(_end), cancellation).AsTask().WaitAsync(cancellation).ConfigureAwait(false);
        _end += read;
        return read > 0;
    }

    /// <summary>Takes the next finished line, without its end; valid until the next call.</summary>
    public bool TryTake(out ReadOnlySpan<byte> line)
    {
        int length = _buffer.AsSpan(_start, _end - _start).IndexOf((byte)'\n');
        if (length < 0)
        {
            line = default;
            return false;
        }

        line = _skipping ? default : _buffer.AsSpan(_start, length);
        _skipping = false;
        _start += length + 1;
        return true;
    }

    /// <summary>Takes what follows the last line's end, once nothing more will come.</summary>
    public bool TryTakeRest(out ReadOnlySpan<byte> line)
    {
        line = _skipping ? default : _buffer.AsSpan(_start, _end - _start);
        bool isRest = _skipping || _end > _start;
        _start = _end;
        _skipping = false;
        return isRest;
    }

    private void MakeRoom()
    {
        if (_start > 0)
        {
            _buffer.AsSpan(_start, _end - _start).CopyTo(_buffer);
            _end -= _start;
            _start = 0;
        }

        if (_end < _buffer.Length)
            return;
        if (_buffer.Length < MaximumLength)
        {
            Array.Resize(ref _buffer, _buffer.Length * 2);
            return;
        }

        _skipping = true;
        _end = 0;
    }
}
