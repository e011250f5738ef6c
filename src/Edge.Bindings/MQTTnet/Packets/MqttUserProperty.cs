namespace MQTTnet.Packets;

/// <summary>A name and a UTF-8 value that travel with a packet; names may repeat.</summary>
public sealed class MqttUserProperty
{
    private readonly ReadOnlyMemory<byte> _valueBuffer;

    public MqttUserProperty(string name, ArraySegment<byte> value)
        : this(name, new ReadOnlyMemory<byte>(value.Array ?? throw new ArgumentNullException(nameof(value)), value.Offset, value.Count))
    {
    }

    public MqttUserProperty(string name, ReadOnlyMemory<byte> value)
    {
        Name = name ?? throw new ArgumentNullException(nameof(name));
        _valueBuffer = value;
    }

    public string Name { get; }

    public ReadOnlyMemory<byte> ValueBuffer => _valueBuffer;

    public override bool Equals(object obj) => Equals(obj as MqttUserProperty);

    public bool Equals(MqttUserProperty other) =>
        other != null
        && (ReferenceEquals(this, other)
            || (string.Equals(Name, other.Name, StringComparison.Ordinal) && _valueBuffer.Span.SequenceEqual(other._valueBuffer.Span)));

    public override int GetHashCode()
    {
        var hash = new HashCode();
        hash.Add(Name, StringComparer.Ordinal);
        hash.AddBytes(_valueBuffer.Span);
        return hash.ToHashCode();
    }

    public override string ToString() => $"{Name} = {this.ReadValueAsString()}";
}
