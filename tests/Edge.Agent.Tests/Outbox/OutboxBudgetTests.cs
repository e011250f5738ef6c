using Edge.Agent.Outbox;

namespace Edge.Agent.Tests.Outbox;

public sealed class OutboxBudgetTests : IDisposable
{
    private const long Budget = 2 << 20;
    private readonly OutboxFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Budget_Spent_TelemetryThenEvidenceThenAlertsGo()
    {
        await using SqliteOutbox outbox = await _folder.OpenAsync(Budget);
        long telemetry = 0, evidence = 0;
        OutboxKind worst = OutboxKind.Telemetry;
        for (int round = 0; round < 600; round++)
        {
            await Task.WhenAll(
                outbox.CommitAsync(_folder.Message(kind: round < 300 ? OutboxKind.Telemetry : OutboxKind.Alert, bytes: 1500)).AsTask(),
                outbox.CommitAsync(_folder.Message(kind: round < 200 ? OutboxKind.Evidence : OutboxKind.Alert, bytes: 9000)).AsTask());
            Assert.InRange(_folder.SizeBytes, 1, Budget);
            Assert.InRange(outbox.Status.SizeBytes, 1, Budget);

            // Nothing goes while something less important is left.
            if (outbox.Lost(OutboxKind.Evidence) > evidence && worst < OutboxKind.Evidence)
                worst = OutboxKind.Evidence;
            if (outbox.Lost(OutboxKind.Alert) > 0 && worst < OutboxKind.Alert)
            {
                worst = OutboxKind.Alert;
                telemetry = outbox.Lost(OutboxKind.Telemetry);
                evidence = outbox.Lost(OutboxKind.Evidence);
                Assert.Equal(300, telemetry);
                Assert.Equal(200, evidence);
            }
        }

        Assert.Equal(OutboxKind.Alert, worst);
        await AssertNothingSilentAsync(outbox, 1200);
    }

    [Fact]
    public async Task Budget_OnlyAlerts_OldestGoAndTheRestStaysInOrder()
    {
        await using SqliteOutbox outbox = await _folder.OpenAsync(Budget);
        var ids = new List<Guid>();
        for (int i = 0; i < 500; i++)
        {
            OutboxMessage message = _folder.Message(bytes: 6000);
            ids.Add(message.Id);
            await outbox.CommitAsync(message);
        }

        int lost = (int)outbox.Lost(OutboxKind.Alert);
        Assert.InRange(lost, 1, 499);
        IReadOnlyList<OutboxMessage> left = await outbox.TakeAsync(1000, CancellationToken.None);
        Assert.Equal(ids[lost..], left.Select(message => message.Id));
    }

    [Fact]
    public async Task Budget_MessageInFlight_IsNotGivenUp()
    {
        await using SqliteOutbox outbox = await _folder.OpenAsync(Budget);
        OutboxMessage first = _folder.Message(kind: OutboxKind.Telemetry, bytes: 5000);
        await outbox.CommitAsync(first);
        await outbox.TakeAsync(1, CancellationToken.None);
        for (int i = 0; i < 400; i++)
            await outbox.CommitAsync(_folder.Message(bytes: 6000));
        outbox.ReleaseInFlight();
        Assert.Equal(first.Id, (await outbox.TakeAsync(1, CancellationToken.None))[0].Id);
    }

    [Fact]
    public async Task Budget_OneMessageTooBig_RefusedAndTold()
    {
        await using SqliteOutbox outbox = await _folder.OpenAsync(Budget);
        await outbox.CommitAsync(_folder.Message(bytes: (int)Budget / 4));
        Assert.Equal([new OutboxLoss(OutboxKind.Alert, 1, OutboxLossReason.TooLarge)], _folder.Losses);
        Assert.Equal(0, outbox.Depth);
    }

    [Fact]
    public async Task Losses_AfterRestart_AreStillCounted()
    {
        long lost;
        await using (SqliteOutbox outbox = await _folder.OpenAsync(Budget))
        {
            for (int i = 0; i < 400; i++)
                await outbox.CommitAsync(_folder.Message(kind: OutboxKind.Telemetry, bytes: 6000));
            await outbox.CommitAsync(_folder.Message(kind: OutboxKind.Telemetry, bytes: (int)Budget));
            lost = outbox.Lost(OutboxKind.Telemetry);
            Assert.True(lost > 1);
        }

        await using SqliteOutbox again = await _folder.OpenAsync(Budget);
        Assert.Equal(lost, again.Lost(OutboxKind.Telemetry));
    }

    [Fact]
    public async Task Budget_MadeSmaller_FileShrinks()
    {
        await using (SqliteOutbox outbox = await _folder.OpenAsync(8 << 20))
        {
            for (int i = 0; i < 600; i++)
                await outbox.CommitAsync(_folder.Message(bytes: 6000));
        }

        await using SqliteOutbox again = await _folder.OpenAsync(Budget);
        await again.CommitAsync(_folder.Message());
        await again.DisposeAsync();
        Assert.InRange(_folder.SizeBytes, 1, Budget);
    }

    private async Task AssertNothingSilentAsync(SqliteOutbox outbox, int sent)
    {
        long lost = Enum.GetValues<OutboxKind>().Sum(outbox.Lost);
        int left = 0;
        while (await outbox.TakeAsync(500, CancellationToken.None) is { Count: > 0 } taken)
            left += taken.Count;
        Assert.Equal(sent, left + lost);
        Assert.Equal(lost, _folder.Losses.Sum(loss => loss.Messages));
    }
}
