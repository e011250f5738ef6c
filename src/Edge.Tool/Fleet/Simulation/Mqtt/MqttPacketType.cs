namespace Edge.Tool.Fleet.Simulation.Mqtt;

/// <summary>MQTT 5 section 2.1.2: the packets that a client of ours sends or hears.</summary>
internal enum MqttPacketType
{
    Connect = 1,
    ConnectAnswer = 2,
    Publish = 3,
    PublishAnswer = 4,
    Subscribe = 8,
    SubscribeAnswer = 9,
    PingRequest = 12,
    PingAnswer = 13,
    Disconnect = 14,
}
