namespace MQTTnet;

/// <summary>A message came.</summary>
public sealed class MqttApplicationMessageReceivedEventArgs : EventArgs
{
    private readonly Action _release;
    private readonly Action _holdByHand;
    private bool _autoAcknowledge = true;
    private int _isAcknowledged;

    internal MqttApplicationMessageReceivedEventArgs(string clientId, MqttApplicationMessage applicationMessage, ushort packetIdentifier, Action release, Action holdByHand)
    {
        ClientId = clientId;
        ApplicationMessage = applicationMessage;
        PacketIdentifier = packetIdentifier;
        _release = release;
        _holdByHand = holdByHand;
    }

    public MqttApplicationMessage ApplicationMessage { get; }

    /// <summary>Whether the message is acknowledged when its handler returns (the default), or by <see cref="AcknowledgeAsync"/>. Set it in the handler.</summary>
    public bool AutoAcknowledge
    {
        get => _autoAcknowledge;
        set
        {
            _autoAcknowledge = value;
            if (!value)
                _holdByHand();
        }
    }

    public string ClientId { get; }

    public ushort PacketIdentifier { get; }

    /// <summary>Acknowledges a message whose <see cref="AutoAcknowledge"/> is off. Nothing happens where its connection is gone.</summary>
    /// <exception cref="NotSupportedException"><see cref="AutoAcknowledge"/> is on.</exception>
    /// <exception cref="InvalidOperationException">It was acknowledged before.</exception>
    public Task AcknowledgeAsync(CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        if (AutoAcknowledge)
            throw new NotSupportedException("Acknowledging a message is not supported while AutoAcknowledge is on.");
        if (Interlocked.Exchange(ref _isAcknowledged, 1) != 0)
            throw new InvalidOperationException("The message was acknowledged already.");
        _release();
        return Task.CompletedTask;
    }

    internal void HandlerReturned()
    {
        if (AutoAcknowledge && Interlocked.Exchange(ref _isAcknowledged, 1) == 0)
            _release();
    }
}
