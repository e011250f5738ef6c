using Edge.Agent.Messaging;
using Edge.Agent.Outbox;

namespace Edge.Agent.Tests.Messaging;

public sealed class PublishWindowTests
{
    private static readonly TimeSpan Now = TimeSpan.FromHours(1);
    private readonly OutboxMessage _a1 = Message("a"), _a2 = Message("a"), _b1 = Message("b");

    [Fact]
    public void Next_TwoStreams_OneOfEachIsOnItsWay()
    {
        PublishWindow window = Filled(null);
        Assert.Equal([_a1, _b1], Drain(window, Now));
        Assert.Equal(2, window.Sending);
        Assert.True(window.Delivered(_a1.Id, Now));
        Assert.Equal([_a2], Drain(window, Now));
    }

    [Fact]
    public void Refused_Temporarily_GoesFirstAfterItsWaitAndHoldsItsStream()
    {
        PublishWindow window = Filled(null);
        Drain(window, Now);
        window.Refused(_a1.Id, Now + TimeSpan.FromSeconds(5));
        window.Delivered(_b1.Id, Now);
        Assert.Empty(Drain(window, Now + TimeSpan.FromSeconds(4)));
        Assert.Equal([_a1], Drain(window, Now + TimeSpan.FromSeconds(5)));
    }

    [Fact]
    public void Park_OfAMessage_LetsItsStreamGoOn()
    {
        PublishWindow window = Filled(null);
        Drain(window, Now);
        window.Park(_a1.Id);
        Assert.Equal([_a2], Drain(window, Now));
    }

    [Fact]
    public void Receipt_Missing_SendsAgainOldestFirst()
    {
        PublishWindow window = Filled(TimeSpan.FromSeconds(60));
        Drain(window, Now);
        Assert.False(window.Delivered(_a1.Id, Now));
        Assert.Equal([_a2], Drain(window, Now));
        window.Delivered(_a2.Id, Now);
        Assert.Empty(Drain(window, Now + TimeSpan.FromSeconds(59)));
        Assert.Equal(_a1, window.Next(Now + TimeSpan.FromSeconds(60), out bool isResend));
        Assert.True(isResend);
    }

    [Fact]
    public void Receipt_BeforeTheBrokersAnswer_SettlesWithIt()
    {
        PublishWindow window = Filled(TimeSpan.FromSeconds(60));
        Drain(window, Now);
        Assert.True(window.Receipted(_a1.Id));
        Assert.Empty(Drain(window, Now)); // Its stream still waits for the answer.
        window.Delivered(_a1.Id, Now);
        Assert.Equal([_a2], Drain(window, Now));
        Assert.Equal(2, window.Count);
    }

    [Fact]
    public void Receipt_OfSomethingElse_IsNotHeld() => Assert.False(Filled(TimeSpan.FromSeconds(60)).Receipted(Guid.NewGuid()));

    [Fact]
    public void Clear_Midway_NamesWhatWasSent()
    {
        PublishWindow window = Filled(TimeSpan.FromSeconds(60));
        Drain(window, Now);
        window.Delivered(_b1.Id, Now);
        Assert.Equal(new[] { _a1.Id, _b1.Id }.Order(), window.Clear().Order());
        Assert.Equal((0, 0, 8), (window.Count, window.Sending, window.Room));
        Assert.Null(window.Next(Now, out _));
        Assert.False(window.Delivered(_a1.Id, Now)); // An answer of the old connection.
    }

    [Fact]
    public void Room_AsMessagesSettle_ComesBack()
    {
        PublishWindow window = Filled(null);
        Assert.Equal(5, window.Room);
        Drain(window, Now);
        window.Delivered(_b1.Id, Now);
        Assert.Equal(6, window.Room);
        window.Add(_a1); // Held already.
        Assert.Equal(6, window.Room);
    }

    private static OutboxMessage Message(string stream) =>
        new(Guid.CreateVersion7(), stream, OutboxKind.Alert, "t/" + stream, new byte[] { 1 }, DateTimeOffset.UnixEpoch);

    private static List<OutboxMessage> Drain(PublishWindow window, TimeSpan now)
    {
        List<OutboxMessage> found = [];
        while (window.Next(now, out _) is { } message)
            found.Add(message);
        return found;
    }

    private PublishWindow Filled(TimeSpan? resendAfter)
    {
        var window = new PublishWindow(8, resendAfter);
        window.Add(_a1);
        window.Add(_a2);
        window.Add(_b1);
        return window;
    }
}
