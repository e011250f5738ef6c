using Edge.Agent.Station.Receipts;
using Edge.Contracts.Receipts;
using Edge.Domain.Inspection;
using Edge.Testing;
using Edge.Testing.Receipts;
using Microsoft.Extensions.Logging.Abstractions;

namespace Edge.Agent.Tests.Station.Receipts;

public sealed class ShiftReporterTests : IDisposable
{
    private readonly ReceiptPlace _place = new();
    private readonly ShiftReporter _reporter;

    public ShiftReporterTests()
    {
        var plan = new ShiftPlan(TimeZoneInfo.Utc, [new(6, 0), new(14, 0), new(22, 0)]);
        _place.Options = _place.Options with { FileBytes = 8192 };
        _reporter = new ShiftReporter(_place.DataPath, "line-1", _place.Options.Folder, plan, _place.Clock, NullLogger.Instance);
        // The manual clock may begin anywhere: the tests begin at the start of a shift.
        Shift now = plan.At(_place.Clock.GetUtcNow());
        _place.Clock.Advance(now.To - _place.Clock.GetUtcNow());
    }

    public void Dispose() => _place.Dispose();

    [Fact]
    public async Task Shift_Over_IsReportedOnceFromAllItsFiles()
    {
        DateTimeOffset start = _place.Clock.GetUtcNow();
        await using ReceiptJournal journal = _place.Open();
        await AppendAsync(journal, 1, 30);
        Assert.True(_place.Files.Length > 2);
        _place.Clock.Advance(TimeSpan.FromHours(8));
        Assert.Empty(_reporter.WriteMissing());
        await AppendAsync(journal, 31, 1);

        _place.Clock.Advance(ShiftReporter.Grace);
        string html = Assert.Single(_reporter.WriteMissing());
        Assert.Equal($"{start:yyyy-MM-dd-HHmm}.html", Path.GetFileName(html));
        Assert.Equal(Path.Combine(_place.DataPath, "reports", "line-1"), Path.GetDirectoryName(html));
        Assert.Contains(",parts,all,parts,30,count", await File.ReadAllTextAsync(Path.ChangeExtension(html, "csv")), StringComparison.Ordinal);
        Assert.Empty(_reporter.WriteMissing());
    }

    /// <summary>The agent was off at the shift's end, and for the next shift: the report of the first is made up for, that of the second says that nothing ran.</summary>
    [Fact]
    public async Task Shift_EndedWhileTheAgentWasOff_IsReportedAtTheNextStart()
    {
        await using (ReceiptJournal journal = _place.Open())
        {
            await AppendAsync(journal, 1, 3);
            await journal.AppendAsync(new StationReceipt { State = StationState.Stopped, Reason = "power", Software = ReceiptSamples.Software, Configuration = ReceiptSamples.Digest("c") });
        }

        _place.Clock.Advance(TimeSpan.FromHours(17));
        IReadOnlyList<string> written = _reporter.WriteMissing();
        Assert.Equal(2, written.Count);
        Assert.Contains(",stop,", await File.ReadAllTextAsync(Path.ChangeExtension(written[0], "csv")), StringComparison.Ordinal);
        Assert.Contains(",down,28800,s", await File.ReadAllTextAsync(Path.ChangeExtension(written[0], "csv")), StringComparison.Ordinal);
        Assert.Contains(",parts,all,parts,3,count", await File.ReadAllTextAsync(Path.ChangeExtension(written[1], "csv")), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Loop_OverAShiftsEnd_WritesTheReport()
    {
        await using (ReceiptJournal journal = _place.Open())
            await AppendAsync(journal, 1, 3);
        using var stop = new CancellationTokenSource();
        Task loop = _reporter.RunAsync(stop.Token);
        _place.Clock.Advance(TimeSpan.FromHours(8) + ShiftReporter.Grace + TimeSpan.FromSeconds(30));
        await Deadline.UntilAsync(
            () =>
            {
                _place.Clock.Advance(TimeSpan.FromSeconds(20));
                return Directory.Exists(_reporter.Folder) && Directory.GetFiles(_reporter.Folder, "*.html").Length == 1;
            },
            "the report was written");
        await stop.CancelAsync();
        await loop;
    }

    private async Task AppendAsync(ReceiptJournal journal, int from, int count)
    {
        for (int n = from; n < from + count; n++)
        {
            PartReceipt part = ReceiptSamples.Part(n, at: _place.Clock.GetUtcNow());
            journal.PartOpened(new OpenPart(part.Part, part.Product, part.Trigger));
            await journal.AppendAsync(part);
        }
    }
}
