using Edge.Agent.Outbox;

namespace Edge.Agent.Tests.Outbox;

public sealed class WaitingRoomTests
{
    [Fact]
    public void Add_RoomFull_OldestOfTheLeastImportantGoes()
    {
        var room = new WaitingRoom(3, long.MaxValue);
        WaitingMessage alert = Message(OutboxKind.Alert), telemetry = Message(OutboxKind.Telemetry), evidence = Message(OutboxKind.Evidence);
        Assert.Empty(room.Add(alert));
        Assert.Empty(room.Add(telemetry));
        Assert.Empty(room.Add(evidence));

        Assert.Equal([telemetry], room.Add(Message(OutboxKind.Alert)));
        Assert.Equal([evidence], room.Add(Message(OutboxKind.Alert)));
        WaitingMessage late = Message(OutboxKind.Telemetry);
        Assert.Equal([late], room.Add(late));
        Assert.Equal([alert], room.Add(Message(OutboxKind.Alert)));
        Assert.Equal(3, room.Count);
    }

    [Fact]
    public void Add_BytesSpent_AsManyGoAsNeeded()
    {
        var room = new WaitingRoom(100, 12_000);
        WaitingMessage[] small = [Message(OutboxKind.Telemetry, 1000), Message(OutboxKind.Telemetry, 1000)];
        foreach (WaitingMessage message in small)
            room.Add(message);
        Assert.Equal(small, room.Add(Message(OutboxKind.Alert, 7000)));
    }

    [Fact]
    public void Add_BatchBeingWritten_IsNotGivenUp()
    {
        var room = new WaitingRoom(2, long.MaxValue);
        room.Add(Message(OutboxKind.Telemetry));
        room.Add(Message(OutboxKind.Telemetry));
        List<WaitingMessage> batch = room.BeginWrite(1, long.MaxValue);
        IReadOnlyList<WaitingMessage> givenUp = room.Add(Message(OutboxKind.Alert));
        Assert.DoesNotContain(batch[0], givenUp);
        Assert.Single(givenUp);
    }

    [Fact]
    public void Write_AnyOrderOfEvents_BatchesAreTheOrderOfArrival()
    {
        for (int seed = 0; seed < 200; seed++)
        {
            var random = new Random(seed);
            var room = new WaitingRoom(1000, long.MaxValue);
            var arrived = new List<WaitingMessage>();
            var written = new List<WaitingMessage>();
            for (int step = 0; step < 60; step++)
            {
                if (random.Next(3) > 0)
                {
                    WaitingMessage message = Message(OutboxKind.Alert, random.Next(1, 3000));
                    room.Add(message);
                    arrived.Add(message);
                    continue;
                }

                List<WaitingMessage> batch = room.BeginWrite(random.Next(1, 8), random.Next(1, 9000));
                if (random.Next(4) == 0)
                {
                    WaitingRoom.AbortWrite(batch);
                    continue;
                }

                room.EndWrite(batch);
                written.AddRange(batch);
            }

            Assert.Equal(arrived[..written.Count], written);
            Assert.Equal(arrived.Count - written.Count, room.Count);
        }
    }

    private static WaitingMessage Message(OutboxKind kind, int bytes = 10) =>
        new(new OutboxMessage(Guid.NewGuid(), "cam", kind, "topic", new byte[bytes], DateTimeOffset.UnixEpoch));
}
