namespace MQTTnet.Native;

/// <summary>Identifiers of MQTT 5 section 2.2.2.2.</summary>
internal enum PropertyId
{
    PayloadFormatIndicator = 1,
    MessageExpiryInterval = 2,
    ContentType = 3,
    ResponseTopic = 8,
    CorrelationData = 9,
    SessionExpiryInterval = 17,
    AssignedClientIdentifier = 18,
    ServerKeepAlive = 19,
    WillDelayInterval = 24,
    ServerReference = 28,
    ReasonString = 31,
    ReceiveMaximum = 33,
    MaximumQoS = 36,
    RetainAvailable = 37,
    UserProperty = 38,
    MaximumPacketSize = 39,
}
