using static MQTTnet.Native.LibMosquitto;

namespace MQTTnet.Native;

/// <summary>Says goodbye; completes when the connection is closed.</summary>
internal sealed class DisconnectCommand(MqttClientDisconnectOptions options) : SessionCommand
{
    public override void Run(Session session)
    {
        session.IsClosing = true;
        PropertyList list = default;
        try
        {
            if (options.SessionExpiryInterval > 0)
                list.AddInt32(PropertyId.SessionExpiryInterval, options.SessionExpiryInterval);
            list.AddString(PropertyId.ReasonString, options.ReasonString);
            list.AddUserProperties(options.UserProperties);
            session.ThrowIfFailed(mosquitto_disconnect_v5(session.Handle, (int)options.Reason, list.Handle), "disconnect");
        }
        finally
        {
            list.Dispose();
        }
    }

    public override void Fail(Exception exception)
    {
        // The session is over either way, which is what was asked for; the client waits for its end.
    }
}
