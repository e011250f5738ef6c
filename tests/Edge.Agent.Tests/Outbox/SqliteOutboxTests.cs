using Edge.Agent.Outbox;
using Microsoft.Data.Sqlite;

namespace Edge.Agent.Tests.Outbox;

public sealed class SqliteOutboxTests : IDisposable
{
    private static readonly CancellationToken _none = CancellationToken.None;
    private readonly OutboxFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Commit_Completed_RowIsInTheFile()
    {
        await using SqliteOutbox outbox = await _folder.OpenAsync();
        OutboxMessage message = _folder.Message();

        await outbox.CommitAsync(message);

        using var reader = new SqliteConnection($"Data Source={_folder.Database};Mode=ReadOnly;Pooling=false");
        reader.Open();
        using SqliteCommand command = reader.CreateCommand();
        command.CommandText = "SELECT payload FROM messages";
        Assert.Equal(message.Payload.ToArray(), (byte[])command.ExecuteScalar()!);
    }

    [Fact]
    public async Task Take_ManyStreamsFromManyThreads_EachStreamInOrder()
    {
        await using SqliteOutbox outbox = await _folder.OpenAsync();
        string[] streams = ["north", "south", "east", "west"];
        var sent = streams.ToDictionary(stream => stream, _ => new List<Guid>());

        await Task.WhenAll(streams.Select(stream => Task.Run(async () =>
        {
            var commits = new List<Task>();
            for (int i = 0; i < 500; i++)
            {
                OutboxMessage message = _folder.Message(stream);
                sent[stream].Add(message.Id);
                commits.Add(outbox.CommitAsync(message).AsTask());
            }

            await Task.WhenAll(commits);
        })));

        var received = new List<OutboxMessage>();
        while (await outbox.TakeAsync(64, _none) is { Count: > 0 } taken)
            received.AddRange(taken);
        foreach (string stream in streams)
            Assert.Equal(sent[stream], received.Where(message => message.Stream == stream).Select(message => message.Id));
    }

    [Fact]
    public async Task Take_Taken_NotHandedOutAgainUntilReleased()
    {
        await using SqliteOutbox outbox = await _folder.OpenAsync();
        OutboxMessage[] messages = await CommitAsync(outbox, 5);
        Assert.Equal(Ids(messages[..3]), Ids(await outbox.TakeAsync(3, _none)));
        Assert.Equal(Ids(messages[3..]), Ids(await outbox.TakeAsync(3, _none)));
        Assert.Empty(await outbox.TakeAsync(3, _none));
        await outbox.CompleteAsync(messages[1].Id);

        outbox.ReleaseInFlight();

        Assert.Equal(Ids([messages[0], messages[2], messages[3], messages[4]]), Ids(await outbox.TakeAsync(10, _none)));
    }

    [Fact]
    public async Task Restart_SomeCompleted_TheRestComesBackInOldOrder()
    {
        OutboxMessage[] messages;
        await using (SqliteOutbox outbox = await _folder.OpenAsync())
        {
            messages = await CommitAsync(outbox, 10);
            await outbox.TakeAsync(10, _none);
            foreach (int delivered in (int[])[0, 1, 4])
                await outbox.CompleteAsync(messages[delivered].Id);
        }

        await using SqliteOutbox again = await _folder.OpenAsync();

        OutboxMessage[] left = [messages[2], messages[3], .. messages[5..]];
        Assert.Equal(left.Length, again.Depth);
        IReadOnlyList<OutboxMessage> taken = await again.TakeAsync(20, _none);
        Assert.Equal(Ids(left), Ids(taken));
        Assert.Equal(left[0].Payload.ToArray(), taken[0].Payload.ToArray());
        Assert.Equal(left[0] with { Payload = default }, taken[0] with { Payload = default });
    }

    [Fact]
    public async Task Restart_PositionsCommitted_LastOfEachStreamIsThere()
    {
        await using (SqliteOutbox outbox = await _folder.OpenAsync())
        {
            await outbox.CommitAsync(_folder.Message("a", position: 10));
            await outbox.CommitAsync(_folder.Message("a", position: 12));
            await outbox.CommitAsync(_folder.Message("b", position: 7));
            await outbox.CommitAsync(_folder.Message("c"));
            Assert.Equal(12, outbox.LastPosition("a"));
        }

        await using SqliteOutbox again = await _folder.OpenAsync();
        Assert.Equal(12, again.LastPosition("a"));
        Assert.Equal(7, again.LastPosition("b"));
        Assert.Null(again.LastPosition("c"));
    }

    [Fact]
    public async Task Commit_SameIdTwice_StoredOnce()
    {
        await using SqliteOutbox outbox = await _folder.OpenAsync();
        OutboxMessage message = _folder.Message();
        await outbox.CommitAsync(message);
        await outbox.CommitAsync(message);
        Assert.Equal(1, outbox.Depth);
        Assert.Single(await outbox.TakeAsync(10, _none));
    }

    [Fact]
    public async Task Complete_IdNeverHandedOut_DeletesNothing()
    {
        await using SqliteOutbox outbox = await _folder.OpenAsync();
        OutboxMessage[] messages = await CommitAsync(outbox, 2);
        await outbox.CompleteAsync(messages[0].Id);
        await outbox.FlushAsync();
        Assert.Equal(2, (await outbox.TakeAsync(10, _none)).Count);
    }

    [Fact]
    public async Task Complete_AfterRelease_StillDeletes()
    {
        await using SqliteOutbox outbox = await _folder.OpenAsync();
        OutboxMessage[] messages = await CommitAsync(outbox, 2);
        await outbox.TakeAsync(2, _none);
        outbox.ReleaseInFlight();
        await outbox.CompleteAsync(messages[0].Id);
        Assert.Equal(Ids(messages[1..]), Ids(await outbox.TakeAsync(10, _none)));
    }

    [Fact]
    public async Task Wait_NothingToTake_CompletesWithTheNextCommit()
    {
        await using SqliteOutbox outbox = await _folder.OpenAsync();
        Assert.Empty(await outbox.TakeAsync(1, _none));
        Task wait = outbox.WaitAsync(_none).AsTask();
        Assert.False(wait.IsCompleted);

        await outbox.CommitAsync(_folder.Message());

        await wait.WaitAsync(TimeSpan.FromSeconds(10));
        Assert.Single(await outbox.TakeAsync(1, _none));
    }

    [Fact]
    public async Task Wait_MoreThanWasTaken_CompletesAtOnce()
    {
        await using SqliteOutbox outbox = await _folder.OpenAsync();
        await CommitAsync(outbox, 3);
        Assert.Equal(2, (await outbox.TakeAsync(2, _none)).Count);
        await outbox.WaitAsync(_none).AsTask().WaitAsync(TimeSpan.FromSeconds(10));
        Assert.Single(await outbox.TakeAsync(2, _none));
    }

    [Fact]
    public async Task Clock_JumpsAYear_OrderAndRetriesUnmoved()
    {
        var clock = _folder.Clock;
        var messages = new List<OutboxMessage>();
        await using (SqliteOutbox outbox = await _folder.OpenAsync(time: clock))
        {
            foreach (int days in (int[])[0, 365, -730, 365])
            {
                clock.JumpWallClock(TimeSpan.FromDays(days));
                messages.Add(_folder.Message());
                await outbox.CommitAsync(messages[^1]);
            }
        }

        await using SqliteOutbox again = await _folder.OpenAsync(time: clock);
        Assert.Equal(Ids(messages), Ids(await again.TakeAsync(10, _none)));
    }

    [Fact]
    public async Task Log_ManyCommits_StaysBounded()
    {
        await using SqliteOutbox outbox = await _folder.OpenAsync(budgetBytes: 4 << 20);
        for (int round = 0; round < 60; round++)
        {
            await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => outbox.CommitAsync(_folder.Message(bytes: 8000)).AsTask()));
            foreach (OutboxMessage message in await outbox.TakeAsync(8, _none))
                await outbox.CompleteAsync(message.Id);
            await outbox.FlushAsync();
            Assert.InRange(_folder.SizeBytes, 1, 4 << 20);
        }

        Assert.Empty(_folder.Losses);
    }

    [Fact]
    public async Task Commit_AfterTheEnd_CountedNotThrown()
    {
        SqliteOutbox outbox = await _folder.OpenAsync();
        await outbox.DisposeAsync();
        await outbox.CommitAsync(_folder.Message());
        Assert.Equal(1, outbox.Lost(OutboxKind.Alert));
        Assert.Equal([new OutboxLoss(OutboxKind.Alert, 1, OutboxLossReason.Shutdown)], _folder.Losses);
    }

    private async Task<OutboxMessage[]> CommitAsync(SqliteOutbox outbox, int count)
    {
        OutboxMessage[] messages = [.. Enumerable.Range(0, count).Select(_ => _folder.Message())];
        foreach (OutboxMessage message in messages)
            await outbox.CommitAsync(message);
        return messages;
    }

    private static IEnumerable<Guid> Ids(IEnumerable<OutboxMessage> messages) => messages.Select(message => message.Id);
}
