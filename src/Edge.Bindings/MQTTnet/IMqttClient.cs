namespace MQTTnet;

/// <summary>
/// An MQTT 5 client over libmosquitto, in the shape of MQTTnet 5.2.0. Thread safe.
/// </summary>
/// <remarks>
/// Where libmosquitto makes it differ from MQTTnet:
/// acknowledgements may leave later than they could: by hand, only when every message that came is acknowledged, so a client that acknowledges by hand publishes over another connection;
/// a publish over the broker's Maximum Packet Size fails at once with an <see cref="Exceptions.MqttCommunicationException"/>
/// and the connection stays, where MQTTnet sends it and is disconnected;
/// a keep-alive period is at least 5 s (shorter ones become 5 s);
/// certificates are checked by OpenSSL, without revocation lists.
/// As in MQTTnet nothing is sent again by itself: each connection is a fresh client, and a lost connection fails every pending publish.
/// </remarks>
public interface IMqttClient : IDisposable
{
    /// <summary>A message came. Handlers run one at a time, in the order of arrival, and may call the client.</summary>
    event Func<MqttApplicationMessageReceivedEventArgs, Task> ApplicationMessageReceivedAsync;

    event Func<MqttClientConnectedEventArgs, Task> ConnectedAsync;

    /// <summary>The connection ended, or could not be made.</summary>
    event Func<MqttClientDisconnectedEventArgs, Task> DisconnectedAsync;

    bool IsConnected { get; }

    MqttClientOptions Options { get; }

    /// <summary>Connects. A refusal by the broker is a result, not an exception.</summary>
    Task<MqttClientConnectResult> ConnectAsync(MqttClientOptions options, CancellationToken cancellationToken = default);

    Task DisconnectAsync(MqttClientDisconnectOptions options, CancellationToken cancellationToken = default);

    /// <summary>Publishes; completes when the broker has acknowledged it (QoS 1 and 2) or when it is handed to the network (QoS 0).</summary>
    Task<MqttClientPublishResult> PublishAsync(MqttApplicationMessage applicationMessage, CancellationToken cancellationToken = default);

    Task<MqttClientSubscribeResult> SubscribeAsync(MqttClientSubscribeOptions options, CancellationToken cancellationToken = default);
}
