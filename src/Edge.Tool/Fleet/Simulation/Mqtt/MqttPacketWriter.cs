using System.Buffers;
using System.Buffers.Binary;
using System.Text;

namespace Edge.Tool.Fleet.Simulation.Mqtt;

/// <summary>Writes whole MQTT 5 packets, one after the other, into one buffer. Not thread safe.</summary>
internal sealed class MqttPacketWriter
{
    private const byte SessionExpiryInterval = 0x11;
    private const byte ReceiveMaximum = 0x21;
    private const byte MaximumPacketSize = 0x27;
    private const byte ContentType = 0x03;
    private const int LongestRemaining = 268_435_455; // Section 1.5.5.

    private readonly ArrayBufferWriter<byte> _body = new(256);
    private readonly ArrayBufferWriter<byte> _properties = new(64);
    private readonly ArrayBufferWriter<byte> _packets = new(256);

    /// <summary>What was written since the last <see cref="Clear"/>.</summary>
    public ReadOnlyMemory<byte> Written => _packets.WrittenMemory;

    /// <summary>Starts afresh, with the same memory.</summary>
    public void Clear() => _packets.ResetWrittenCount();

    /// <summary>CONNECT, section 3.1.</summary>
    public void Connect(MqttConnect connect)
    {
        bool hasWill = connect.WillTopic.Length > 0;
        WriteText(_body, "MQTT");
        WriteByte(_body, 5);
        const int willRetainQos1 = 0b0010_1100;
        WriteByte(_body, (byte)((connect.CleanStart ? 0b10 : 0) | (hasWill ? willRetainQos1 : 0)));
        WriteUInt16(_body, connect.KeepAliveSeconds);

        WriteByte(_properties, SessionExpiryInterval);
        WriteUInt32(_properties, connect.SessionExpirySeconds);
        WriteByte(_properties, ReceiveMaximum);
        WriteUInt16(_properties, connect.ReceiveMaximum);
        WriteByte(_properties, MaximumPacketSize);
        WriteUInt32(_properties, connect.MaximumPacketBytes);
        FlushProperties();

        WriteText(_body, connect.ClientId);
        if (hasWill)
        {
            FlushProperties(); // The Will has none.
            WriteText(_body, connect.WillTopic);
            WriteBinary(_body, connect.WillPayload.Span);
        }

        Finish(MqttPacketType.Connect, 0);
    }

    /// <summary>PUBLISH, section 3.3. <paramref name="packetId"/> 0 is QoS 0.</summary>
    public void Publish(string topic, ReadOnlySpan<byte> payload, ushort packetId, bool retain, string contentType = "")
    {
        WriteText(_body, topic);
        if (packetId != 0)
            WriteUInt16(_body, packetId);
        if (contentType.Length > 0)
        {
            WriteByte(_properties, ContentType);
            WriteText(_properties, contentType);
        }

        FlushProperties();
        _body.Write(payload);
        Finish(MqttPacketType.Publish, (byte)((packetId != 0 ? 0b10 : 0) | (retain ? 1 : 0)));
    }

    /// <summary>PUBACK with reason 0, section 3.4.</summary>
    public void PublishAnswer(ushort packetId)
    {
        WriteUInt16(_body, packetId);
        Finish(MqttPacketType.PublishAnswer, 0);
    }

    /// <summary>SUBSCRIBE with QoS 1 and No Local, section 3.8.</summary>
    public void Subscribe(ushort packetId, IReadOnlyList<string> filters)
    {
        WriteUInt16(_body, packetId);
        FlushProperties();
        foreach (string filter in filters)
        {
            WriteText(_body, filter);
            WriteByte(_body, 0b0000_1101); // QoS 1, No Local, Retain As Published.
        }

        Finish(MqttPacketType.Subscribe, 0b0010);
    }

    /// <summary>PINGREQ, section 3.12.</summary>
    public void Ping() => Finish(MqttPacketType.PingRequest, 0);

    /// <summary>DISCONNECT with reason 0, section 3.14: the broker drops the Will.</summary>
    public void Disconnect() => Finish(MqttPacketType.Disconnect, 0);

    private void Finish(MqttPacketType type, byte flags)
    {
        if (_body.WrittenCount > LongestRemaining)
            throw new MqttProtocolException($"A packet of {_body.WrittenCount} bytes is longer than MQTT allows.");
        WriteByte(_packets, (byte)(((int)type << 4) | flags));
        WriteLength(_packets, _body.WrittenCount);
        _packets.Write(_body.WrittenSpan);
        _body.ResetWrittenCount();
    }

    private void FlushProperties()
    {
        WriteLength(_body, _properties.WrittenCount);
        _body.Write(_properties.WrittenSpan);
        _properties.ResetWrittenCount();
    }

    private static void WriteByte(ArrayBufferWriter<byte> target, byte value)
    {
        target.GetSpan(1)[0] = value;
        target.Advance(1);
    }

    private static void WriteUInt16(ArrayBufferWriter<byte> target, ushort value)
    {
        BinaryPrimitives.WriteUInt16BigEndian(target.GetSpan(2), value);
        target.Advance(2);
    }

    private static void WriteUInt32(ArrayBufferWriter<byte> target, uint value)
    {
        BinaryPrimitives.WriteUInt32BigEndian(target.GetSpan(4), value);
        target.Advance(4);
    }

    private static void WriteText(ArrayBufferWriter<byte> target, string text)
    {
        int bytes = Encoding.UTF8.GetByteCount(text);
        WriteUInt16(target, checked((ushort)bytes));
        target.Advance(Encoding.UTF8.GetBytes(text, target.GetSpan(bytes)));
    }

    private static void WriteBinary(ArrayBufferWriter<byte> target, ReadOnlySpan<byte> bytes)
    {
        WriteUInt16(target, checked((ushort)bytes.Length));
        target.Write(bytes);
    }

    // Section 1.5.5: seven bits a byte, the lowest first.
    private static void WriteLength(ArrayBufferWriter<byte> target, int value)
    {
        do
        {
            WriteByte(target, (byte)((value & 0x7F) | (value > 0x7F ? 0x80 : 0)));
            value >>= 7;
        }
        while (value > 0);
    }
}
