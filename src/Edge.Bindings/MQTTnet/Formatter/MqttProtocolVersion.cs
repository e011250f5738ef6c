namespace MQTTnet.Formatter;

/// <summary>Protocol versions. This binding speaks only <see cref="V500"/>.</summary>
public enum MqttProtocolVersion
{
    Unknown = 0,
    V310 = 3,
    V311 = 4,
    V500 = 5,
}
