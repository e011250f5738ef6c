namespace Edge.Agent.Tests.Updates.Tuf;

/// <summary>Bytes without end, at some pace of a clock that the test moves.</summary>
internal sealed class EndlessStream(Action? beforeRead = null, int bytesPerRead = int.MaxValue) : Stream
{
    public long Given { get; private set; }

    public override bool CanRead => true;

    public override bool CanSeek => false;

    public override bool CanWrite => false;

    public override long Length => throw new NotSupportedException();

    public override long Position { get => throw new NotSupportedException(); set => throw new NotSupportedException(); }

    public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        beforeRead?.Invoke();
        cancellationToken.ThrowIfCancellationRequested();
        int count = Math.Min(buffer.Length, bytesPerRead);
        buffer.Span[..count].Fill((byte)' ');
        Given += count;
        return ValueTask.FromResult(count);
    }

    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    public override void Flush()
    {
    }

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();
}
