using System.Text;

namespace Edge.Vision.Inference;

/// <summary>Walks the fields of one protobuf message, without knowing its schema, without copying.</summary>
internal ref struct ProtobufReader
{
    private readonly ReadOnlySpan<byte> _bytes;
    private int _position;
    private int _contentStart;

    /// <summary>At the start of <paramref name="bytes"/>.</summary>
    public ProtobufReader(ReadOnlySpan<byte> bytes) => _bytes = bytes;

    /// <summary>Number of the current field.</summary>
    public int Field { get; private set; }

    /// <summary>Value of the current field, if it is a number.</summary>
    public ulong Number { get; private set; }

    private int WireType { get; set; }

    /// <summary>Moves to the next field; false at the end.</summary>
    /// <exception cref="InvalidDataException">The bytes are no message, or end in the middle of one.</exception>
    public bool Next()
    {
        if (_position == _bytes.Length)
            return false;
        ulong tag = Varint();
        if (tag >> 3 is 0 or > 0x1FFFFFFF)
            throw new InvalidDataException($"no field at byte {_position}");
        Field = (int)(tag >> 3);
        WireType = (int)(tag & 7);
        switch (WireType)
        {
            case 0:
                Number = Varint();
                break;
            case 1:
                Skip(8);
                break;
            case 2:
                Skip(Varint());
                break;
            case 5:
                Skip(4);
                break;
            default:
                throw new InvalidDataException($"field {Field} at byte {_position} is of unknown kind {WireType}");
        }

        return true;
    }

    /// <summary>The current field as a message.</summary>
    public readonly ProtobufReader Message() => new(Content());

    /// <summary>The current field as text, at most 200 bytes of it.</summary>
    public readonly string Text()
    {
        ReadOnlySpan<byte> content = Content();
        return Encoding.UTF8.GetString(content[..Math.Min(content.Length, 200)]);
    }

    private readonly ReadOnlySpan<byte> Content() =>
        WireType == 2 ? _bytes[_contentStart.._position] : throw new InvalidDataException($"field {Field} before byte {_position} is not a message");

    private void Skip(ulong count)
    {
        if (count > (ulong)(_bytes.Length - _position))
            throw new InvalidDataException($"field {Field} at byte {_position} of its message needs {count} bytes, {_bytes.Length - _position} are left");
        _contentStart = _position;
        _position += (int)count;
    }

    private ulong Varint()
    {
        ulong value = 0;
        for (int shift = 0; shift < 70; shift += 7)
        {
            if (_position == _bytes.Length)
                throw new InvalidDataException("a number is cut short at the end");
            byte next = _bytes[_position++];
            value |= (ulong)(next & 0x7F) << shift;
            if (next < 0x80)
                return value;
        }

        throw new InvalidDataException($"a number before byte {_position} is longer than 10 bytes");
    }
}
