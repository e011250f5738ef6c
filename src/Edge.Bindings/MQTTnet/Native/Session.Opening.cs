using System.Net;
using System.Runtime.InteropServices;
using System.Text;
using MQTTnet.Exceptions;
using MQTTnet.Protocol;
using static MQTTnet.Native.LibMosquitto;

namespace MQTTnet.Native;

/// <content>Setting the native client up, and connecting it.</content>
internal sealed unsafe partial class Session
{
    private const int MinimumKeepAliveSeconds = 5; // libmosquitto refuses less.

    private void Open()
    {
        var endPoint = (DnsEndPoint)((MqttClientTcpOptions)_options.ChannelOptions).RemoteEndpoint;
        _self = GCHandle.Alloc(this);
        Handle = mosquitto_new(string.IsNullOrEmpty(_options.ClientId) ? null : _options.ClientId, _options.CleanSession || string.IsNullOrEmpty(_options.ClientId), GCHandle.ToIntPtr(_self));
        if (Handle == IntPtr.Zero)
            throw new MqttProtocolViolationException("The client id is not valid UTF-8, or there is no memory.");
        SetCallbacks();
        mosquitto_threaded_set(Handle, true); // Packets are queued, and written by this session's loop alone: see AcknowledgementGate.
        ThrowIfFailed(mosquitto_int_option(Handle, MosquittoError.OptionProtocolVersion, MosquittoError.ProtocolV5), "choose MQTT 5");
        mosquitto_int_option(Handle, MosquittoError.OptionTcpNoDelay, 1);
        SetCredentials();
        SetWill();
        if (_options.ChannelOptions.TlsOptions?.UseTls == true)
        {
            _tlsFiles = new TlsFiles();
            _tlsFiles.Apply(Handle, _options.ChannelOptions.TlsOptions);
        }

        PropertyList list = default;
        try
        {
            if (_options.SessionExpiryInterval > 0)
                list.AddInt32(PropertyId.SessionExpiryInterval, _options.SessionExpiryInterval);
            if (_options.ReceiveMaximum > 0)
                list.AddInt16(PropertyId.ReceiveMaximum, _options.ReceiveMaximum);
            if (_options.MaximumPacketSize > 0)
                list.AddInt32(PropertyId.MaximumPacketSize, _options.MaximumPacketSize);
            list.AddUserProperties(_options.UserProperties);
            int seconds = (int)Math.Clamp(Math.Ceiling(_options.KeepAlivePeriod.TotalSeconds), 0, ushort.MaxValue);
            int keepAlive = seconds == 0 ? 0 : Math.Max(seconds, MinimumKeepAliveSeconds);
            int result = mosquitto_connect_bind_v5(Handle, endPoint.Host, endPoint.Port, keepAlive, null, list.Handle);
            int error = Marshal.GetLastPInvokeError();
            if (result != MosquittoError.Success)
                throw new MqttCommunicationException($"Cannot connect to {endPoint.Host}:{endPoint.Port}: {Describe(result, error)}");
        }
        finally
        {
            list.Dispose();
        }

        // libmosquitto's socket is inherited by child processes. One started later would hold the connection open
        // after we are gone, and the broker would keep the Will back until the keep-alive ran out.
        Libc.CloseOnExec(mosquitto_socket(Handle));
        _isNetworkUp = true;
    }

    private void SetCredentials()
    {
        string userName = _options.Credentials?.GetUserName(_options);
        byte[] password = _options.Credentials?.GetPassword(_options);
        if (userName == null && password == null)
            return;
        byte[] user = [.. Encoding.UTF8.GetBytes(userName ?? ""), 0];
        byte[] secret = password == null ? null : [.. password, 0];
        fixed (byte* u = user, s = secret)
            ThrowIfFailed(mosquitto_username_pw_set(Handle, u, s), "set the credentials");
        if (secret != null)
            Array.Clear(secret);
    }

    private void SetWill()
    {
        if (string.IsNullOrEmpty(_options.WillTopic))
            return;
        PropertyList list = default;
        try
        {
            if (_options.WillDelayInterval > 0)
                list.AddInt32(PropertyId.WillDelayInterval, _options.WillDelayInterval);
            if (_options.WillMessageExpiryInterval > 0)
                list.AddInt32(PropertyId.MessageExpiryInterval, _options.WillMessageExpiryInterval);
            if (_options.WillPayloadFormatIndicator != MqttPayloadFormatIndicator.Unspecified)
                list.AddByte(PropertyId.PayloadFormatIndicator, (byte)_options.WillPayloadFormatIndicator);
            list.AddString(PropertyId.ContentType, _options.WillContentType);
            list.AddString(PropertyId.ResponseTopic, _options.WillResponseTopic);
            list.AddBinary(PropertyId.CorrelationData, _options.WillCorrelationData);
            list.AddUserProperties(_options.WillUserProperties);
            byte[] payload = _options.WillPayload ?? [];
            fixed (byte* bytes = payload)
            {
                ThrowIfFailed(
                    mosquitto_will_set_v5(Handle, _options.WillTopic, payload.Length, bytes, (int)_options.WillQualityOfServiceLevel, _options.WillRetain, list.Handle),
                    "set the Will");
            }

            list.Release(); // It is the client's from here.
        }
        finally
        {
            list.Dispose();
        }
    }
}
