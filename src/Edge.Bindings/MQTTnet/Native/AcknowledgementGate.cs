namespace MQTTnet.Native;

/// <summary>
/// When acknowledgements may leave. libmosquitto puts the PUBACK of a message into its queue of outgoing packets before it hands the message out, and knows no
/// other moment; but it writes that queue only when told to. So the queue is not written while a message that came is not acknowledged: no PUBACK can leave
/// too early, and some leave later than they could. Any thread.
/// </summary>
/// <remarks>
/// With automatic acknowledgement the gate opens for whatever else waits to be written: a handler may wait for its own publish. By hand it never does,
/// so such a client publishes over another connection; a broker that hears nothing for longer than the keep-alive hangs up.
/// </remarks>
internal sealed class AcknowledgementGate
{
    private int _unacknowledged;
    private volatile bool _isByHand;

    /// <summary>Messages that came and are not acknowledged.</summary>
    public bool HasUnacknowledged => Volatile.Read(ref _unacknowledged) > 0;

    /// <summary>Whether this client ever acknowledged by hand: its unacknowledged messages must stay the broker's, whatever happens.</summary>
    public bool IsByHand => _isByHand;

    public void HoldByHand() => _isByHand = true;

    public void Hold() => Interlocked.Increment(ref _unacknowledged);

    /// <summary>Returns whether it was the last one.</summary>
    public bool Release() => Interlocked.Decrement(ref _unacknowledged) == 0;

    /// <summary>Whether the queue may be written now.</summary>
    /// <param name="othersWait">Whether anything but acknowledgements waits in it.</param>
    public bool MayWrite(bool othersWait) => !HasUnacknowledged || (othersWait && !_isByHand);
}
