using System.Buffers.Binary;
using System.Text;

namespace Edge.Tool.Fleet.Simulation.Mqtt;

/// <summary>
/// Takes a broker's bytes as they come, in pieces of any size, and gives whole packets. What is no MQTT 5, or larger than
/// we said we take, is refused. Keeps memory only for a packet that came in pieces. Not thread safe.
/// </summary>
internal sealed class MqttPacketReader(int maximumPacketBytes)
{
    private const byte ReceiveMaximumProperty = 0x21;
    private byte[] _carry = [];
    private int _carried;

    /// <summary>Bytes of a packet that is not whole yet.</summary>
    public int Waiting => _carried;

    /// <summary>Hands every packet that <paramref name="bytes"/> make whole to <paramref name="sink"/>.</summary>
    /// <exception cref="MqttProtocolException">They are no MQTT 5.</exception>
    public void Feed(ReadOnlyMemory<byte> bytes, Action<MqttPacketType, byte, ReadOnlyMemory<byte>> sink)
    {
        ReadOnlyMemory<byte> rest = bytes;
        if (_carried > 0)
        {
            Carry(bytes.Span);
            rest = _carry.AsMemory(0, _carried);
        }

        while (TrySplit(rest, out int length, out int header))
        {
            byte first = rest.Span[0];
            sink((MqttPacketType)(first >> 4), (byte)(first & 0xF), rest[header..length]);
            rest = rest[length..];
        }

        if (rest.IsEmpty)
            (_carry, _carried) = ([], 0);
        else if (_carried == 0)
            Carry(rest.Span);
        else
        {
            rest.Span.CopyTo(_carry); // Towards the front: CopyTo bears the overlap.
            _carried = rest.Length;
        }
    }

    /// <summary>Reads a CONNACK.</summary>
    public static MqttConnectAnswer ConnectAnswer(ReadOnlyMemory<byte> body)
    {
        ReadOnlySpan<byte> bytes = body.Span;
        if (bytes.Length < 2)
            throw Short("CONNACK");
        ReadOnlySpan<byte> rest = bytes[2..];
        ushort receiveMaximum = rest.IsEmpty ? ushort.MaxValue : ReceiveMaximum(TakeProperties(ref rest));
        return new MqttConnectAnswer((bytes[0] & 1) != 0, bytes[1], receiveMaximum);
    }

    /// <summary>Reads a PUBLISH.</summary>
    public static MqttPublish Publish(byte flags, ReadOnlyMemory<byte> body)
    {
        ReadOnlySpan<byte> rest = body.Span;
        string topic = Encoding.UTF8.GetString(Take(ref rest, TakeUInt16(ref rest)));
        int qos = (flags >> 1) & 3;
        if (qos > 1 || topic.Length == 0)
            throw new MqttProtocolException(qos > 1 ? $"A message with QoS {qos}, but at most 1 was subscribed to." : "A message without a topic, but no alias was agreed on.");
        ushort id = qos == 0 ? (ushort)0 : TakeUInt16(ref rest);
        TakeProperties(ref rest);
        return new MqttPublish(topic, id, (flags & 1) != 0, body[^rest.Length..]);
    }

    /// <summary>Reads a PUBACK: which, and the reason.</summary>
    public static (ushort PacketId, byte Reason) PublishAnswer(ReadOnlyMemory<byte> body)
    {
        ReadOnlySpan<byte> rest = body.Span;
        ushort id = TakeUInt16(ref rest);
        return (id, rest.IsEmpty ? (byte)0 : rest[0]);
    }

    /// <summary>Reads a SUBACK: which, and the reasons.</summary>
    public static ReadOnlySpan<byte> SubscribeAnswer(ReadOnlyMemory<byte> body, out ushort packetId)
    {
        ReadOnlySpan<byte> rest = body.Span;
        packetId = TakeUInt16(ref rest);
        TakeProperties(ref rest);
        return rest;
    }

    /// <summary>Reads a DISCONNECT's reason.</summary>
    public static byte Disconnect(ReadOnlyMemory<byte> body) => body.IsEmpty ? (byte)0 : body.Span[0];

    private bool TrySplit(ReadOnlyMemory<byte> bytes, out int length, out int header)
    {
        length = header = 0;
        ReadOnlySpan<byte> span = bytes.Span;
        int remaining = 0;
        for (int i = 1; i < 5; i++)
        {
            if (i >= span.Length)
                return false;
            remaining |= (span[i] & 0x7F) << (7 * (i - 1));
            if ((span[i] & 0x80) != 0)
                continue;
            header = i + 1;
            length = header + remaining;
            if (length > maximumPacketBytes)
                throw new MqttProtocolException($"A packet of {length} bytes; at most {maximumPacketBytes} were agreed on.");
            return span.Length >= length;
        }

        throw new MqttProtocolException("A length of more than four bytes.");
    }

    private void Carry(ReadOnlySpan<byte> bytes)
    {
        if (_carry.Length < _carried + bytes.Length)
            Array.Resize(ref _carry, Math.Max(_carried + bytes.Length, 2 * _carry.Length));
        bytes.CopyTo(_carry.AsSpan(_carried));
        _carried += bytes.Length;
    }

    private static ushort ReceiveMaximum(ReadOnlySpan<byte> properties)
    {
        while (!properties.IsEmpty)
        {
            byte id = Take(ref properties, 1)[0];
            if (id == ReceiveMaximumProperty)
                return TakeUInt16(ref properties);
            Take(ref properties, LengthOf(id, properties));
        }

        return ushort.MaxValue; // Section 3.2.2.3.3: the default.
    }

    // Section 2.2.2.2: which properties a CONNACK may hold, and how each is written.
    private static int LengthOf(byte id, ReadOnlySpan<byte> value) => id switch
    {
        0x24 or 0x25 or 0x28 or 0x29 or 0x2A => 1,
        0x13 or 0x22 => 2,
        0x11 or 0x27 => 4,
        0x12 or 0x15 or 0x16 or 0x1A or 0x1C or 0x1F => 2 + First(value),
        0x26 => 2 + First(value) + 2 + First(value.Length >= 2 + First(value) ? value[(2 + First(value))..] : throw Short("a property")),
        _ => throw new MqttProtocolException($"CONNACK has the property 0x{id:X2}, which it may not have."),
    };

    private static int First(ReadOnlySpan<byte> value) => value.Length < 2 ? throw Short("a property") : BinaryPrimitives.ReadUInt16BigEndian(value);

    private static ReadOnlySpan<byte> TakeProperties(ref ReadOnlySpan<byte> rest)
    {
        int length = 0;
        for (int shift = 0; ; shift += 7)
        {
            if (shift > 21)
                throw new MqttProtocolException("A length of more than four bytes.");
            byte next = Take(ref rest, 1)[0];
            length |= (next & 0x7F) << shift;
            if ((next & 0x80) == 0)
                return Take(ref rest, length);
        }
    }

    private static ushort TakeUInt16(ref ReadOnlySpan<byte> rest) => BinaryPrimitives.ReadUInt16BigEndian(Take(ref rest, 2));

    private static ReadOnlySpan<byte> Take(ref ReadOnlySpan<byte> rest, int count)
    {
        if (rest.Length < count)
            throw Short("a packet");
        ReadOnlySpan<byte> taken = rest[..count];
        rest = rest[count..];
        return taken;
    }

    private static MqttProtocolException Short(string what) => new($"The end of {what} is missing.");
}
