using System.Text.Json;
using Edge.Agent.Configuration;
using Edge.Agent.Outbox;
using Edge.Contracts.Messages;
using Edge.Testing;
using Microsoft.Extensions.Logging.Abstractions;

namespace Edge.Agent.Tests.Outbox;

public sealed class LossReporterTests
{
    [Fact]
    public void Compose_NothingHeard_NoReport() => Assert.Null(new LossReporter("s", "d", new ManualTimeProvider()).Compose(0));

    [Fact]
    public void Compose_ManyLosses_OneReportThenNone()
    {
        var reporter = new LossReporter("s", "d", new ManualTimeProvider());
        reporter.GaveUp(new OutboxLoss(OutboxKind.Alert, 1, OutboxLossReason.Memory));
        reporter.GaveUp(new OutboxLoss(OutboxKind.Telemetry, 2, OutboxLossReason.Budget));
        reporter.GaveUp(new OutboxLoss(OutboxKind.Telemetry, 3, OutboxLossReason.Budget));
        reporter.GaveUp(new OutboxLoss(OutboxKind.Evidence, 1, OutboxLossReason.TooLarge));

        OutboxMessage report = reporter.Compose(lostAlertsTotal: 8)!;

        LossMessage data = JsonSerializer.Deserialize(report.Payload.Span, EventJson.Default.CloudEventLossMessage)!.Data;
        Assert.Equal([new LossEntry("telemetry", "budget", 5), new LossEntry("evidence", "tooLarge", 1), new LossEntry("alert", "memory", 1)], data.Losses);
        Assert.Equal(8, data.LostAlertsTotal);
        Assert.Null(reporter.Compose(8));
    }

    [Fact]
    public async Task Losses_InAStorm_OneReportEachInterval()
    {
        using var folder = new OutboxFolder();
        var time = new ManualTimeProvider();
        var reporter = new LossReporter("s", "d", time);
        await using SqliteOutbox outbox = await SqliteOutbox.OpenAsync(folder.Path, new OutboxSettings(), TimeProvider.System, NullLogger<SqliteOutbox>.Instance);
        using var end = new CancellationTokenSource();
        Task running = reporter.RunAsync(outbox, end.Token);

        reporter.GaveUp(new OutboxLoss(OutboxKind.Evidence, 1, OutboxLossReason.Budget));
        await Deadline.UntilAsync(() => outbox.Depth == 1, "the first is told at once");
        for (int i = 0; i < 50; i++)
            reporter.GaveUp(new OutboxLoss(OutboxKind.Evidence, 1, OutboxLossReason.Budget));
        await Deadline.UntilAsync(() => { time.Advance(LossReporter.Interval); return outbox.Depth == 2; }, "the storm, in one report");
        reporter.GaveUp(new OutboxLoss(OutboxKind.Alert, 3, OutboxLossReason.Budget));
        await end.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => running);

        IReadOnlyList<OutboxMessage> reports = await outbox.TakeAsync(10, CancellationToken.None);
        Assert.Equal([1, 50, 3], reports.Select(r => JsonSerializer.Deserialize(r.Payload.Span, EventJson.Default.CloudEventLossMessage)!.Data.Losses.Sum(l => l.Messages)));
    }

    [Fact]
    public async Task Outbox_GivesUp_ReportIsInTheOutbox()
    {
        using var folder = new OutboxFolder();
        var reporter = new LossReporter("s", "d", TimeProvider.System);
        await using SqliteOutbox outbox = await SqliteOutbox.OpenAsync(folder.Path, new OutboxSettings { BudgetBytes = 2 << 20 }, TimeProvider.System, NullLogger<SqliteOutbox>.Instance, reporter);
        using var end = new CancellationTokenSource();
        Task running = reporter.RunAsync(outbox, end.Token);

        await outbox.CommitAsync(folder.Message(kind: OutboxKind.Evidence, bytes: 1 << 20));

        await outbox.WaitAsync(CancellationToken.None).AsTask().WaitAsync(Deadline.Default);
        OutboxMessage report = Assert.Single(await outbox.TakeAsync(10, CancellationToken.None));
        Assert.Equal("edge/v1/s/d/losses", report.Topic);
        Assert.Equal(OutboxKind.Alert, report.Kind);
        await end.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => running);
    }
}
