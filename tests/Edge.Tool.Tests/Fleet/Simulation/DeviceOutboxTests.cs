using Edge.Tool.Fleet.Simulation;

namespace Edge.Tool.Tests.Fleet.Simulation;

public sealed class DeviceOutboxTests
{
    private readonly DeviceOutbox _outbox = new(resendAfter: 60, refusedFor: 2);
    private ushort _packet;

    [Fact]
    public void Alert_IsSentAgain_OnlyWhenItsTimeIsOver()
    {
        PendingAlert alert = Add();
        Assert.Equal([alert], Take(at: 0));
        Assert.Empty(Take(at: 0)); // On its way.
        Assert.Equal((true, false), _outbox.Answered(1, 0, 10));
        Assert.Empty(Take(at: 69));
        Assert.Equal([alert], Take(at: 70)); // No receipt for a minute.
        Assert.Equal((true, true), _outbox.Answered(2, 0x10, 70)); // Nobody heard it.
        Assert.Equal([alert], Take(at: 72));
        Assert.Equal((false, false), _outbox.Answered(3, 0x97, 72)); // Quota exceeded.
        Assert.Equal([alert], Take(at: 74));
        Assert.Null(_outbox.Answered(99, 0, 74));
        Assert.Equal(1, _outbox.Count);
    }

    [Fact]
    public void Alert_IsForgottenOnTheReceiptOnly_AndRememberedAsSettled()
    {
        PendingAlert alert = Add();
        Take(at: 0);
        Assert.True(_outbox.TrySettle(alert.Id, out _)); // The receipt may overtake the broker's answer.
        Assert.Null(_outbox.Answered(1, 0, 1));
        Assert.False(_outbox.TrySettle(alert.Id, out _));
        Assert.Equal([alert.Id], _outbox.Receipted);
        Assert.Equal([alert.Id], _outbox.Raised);
        Assert.Empty(Take(at: 1000));
    }

    [Fact]
    public void Connection_ThatIsNew_GetsEverythingUnsettled_WithinTheWindow()
    {
        PendingAlert[] alerts = [Add(), Add(), Add()];
        Assert.Equal(alerts[..2], Take(at: 0, window: 2));
        _outbox.Answered(1, 0, 0);
        Assert.Equal([alerts[2]], Take(at: 0, window: 2));
        _outbox.Forget();
        Assert.Equal(alerts, Take(at: 0, window: 5));
    }

    private PendingAlert Add()
    {
        var alert = new PendingAlert(Guid.NewGuid(), "t", [], 0);
        _outbox.Add(alert);
        return alert;
    }

    private IReadOnlyList<PendingAlert> Take(long at, int window = 5) => _outbox.Take(window, at, () => ++_packet);
}
