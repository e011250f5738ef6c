using System.Text;
using Edge.Agent.Outbox;
using Edge.Contracts.ShiftReports;
using Edge.Domain.Inspection;
using Microsoft.Extensions.Logging;

namespace Edge.Agent.Station.Receipts;

/// <summary>
/// Writes the report of each shift when it is over: <c>reports/STATION/DATE-START.html</c> and <c>.csv</c>, from the receipts on disk.
/// A report that is missing because the agent was not running is written at the next start, for as long as the receipts are there; one that is there stays.
/// </summary>
public sealed class ShiftReporter(string dataPath, string station, string receiptsFolder, ShiftPlan plan, TimeProvider time, ILogger log)
{
    /// <summary>How long after a shift's end its report is written: parts in flight have their receipts by then.</summary>
    public static readonly TimeSpan Grace = TimeSpan.FromMinutes(1);

    // Short, since the clock may be set, and a wait by the monotonic clock would not notice.
    private static readonly TimeSpan Turn = TimeSpan.FromSeconds(20);
    private const int MostMissing = 9;

    /// <summary>Where the reports lie.</summary>
    public string Folder { get; } = Path.Combine(dataPath, "reports", station);

    /// <summary>Runs until cancelled. A disk that refuses is logged and tried again.</summary>
    public async Task RunAsync(CancellationToken cancellation)
    {
        while (!cancellation.IsCancellationRequested)
        {
            try
            {
                WriteMissing();
            }
            catch (Exception e) // The loop's edge: whatever the disk does, it is tried again at the next turn.
            {
                log.LogError(e, "The shift report of {Station} can't be written", station);
            }

            try
            {
                await Task.Delay(Turn, time, cancellation).ConfigureAwait(false);
            }
            catch (OperationCanceledException)
            {
                return;
            }
        }
    }

    /// <summary>Writes the reports of the shifts that are over, have receipts and no report yet; the last few only.</summary>
    /// <returns>The HTML files written.</returns>
    /// <exception cref="IOException">The disk refuses.</exception>
    public IReadOnlyList<string> WriteMissing()
    {
        var written = new List<string>();
        DateTimeOffset now = time.GetUtcNow() - Grace;
        if (!Directory.Exists(receiptsFolder))
            return written;
        DateTimeOffset? oldest = null;
        Shift shift = plan.Before(now);
        for (int i = 0; i < MostMissing; i++, shift = plan.Before(shift.From))
        {
            if (File.Exists(PathOf(shift, "html")))
                continue;
            oldest ??= Files().Select(file => (DateTimeOffset?)file.From).FirstOrDefault();
            if (oldest is null || shift.To <= oldest)
                break;
            written.Add(Write(shift));
        }

        return written;
    }

    /// <summary>Writes the report of a shift, over one that is there.</summary>
    /// <returns>The HTML file.</returns>
    /// <exception cref="IOException">The disk refuses.</exception>
    public string Write(Shift shift)
    {
        ArgumentNullException.ThrowIfNull(shift);
        var tally = new ShiftTally(shift.Name, shift.From, shift.To, plan.Zone);
        foreach (string path in FilesOf(shift))
        {
            using var content = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite, 1);
            tally.Read(Path.GetFileName(path), content);
        }

        ShiftSummary summary = tally.ToSummary(station);
        Directory.CreateDirectory(Folder);
        // The page last: where it is, the table is, too.
        DurableFile.Write(PathOf(shift, "csv"), Encoding.UTF8.GetBytes(ShiftCsv.Of(summary)), DurableFile.Public);
        DurableFile.Write(PathOf(shift, "html"), Encoding.UTF8.GetBytes(ShiftHtml.Of(summary)), DurableFile.Public);
        log.LogInformation("Shift {Shift} of {Station}: {Parts} parts, report in {Folder}", shift.Name, station, summary.Outcomes.Parts, Folder);
        return PathOf(shift, "html");
    }

    /// <summary>Files that may hold something of the shift; one before them says whether the station stood still at its beginning.</summary>
    private IEnumerable<string> FilesOf(Shift shift)
    {
        (string Path, DateTimeOffset From)[] files = [.. Files()];
        int first = 0;
        for (int i = 0; i < files.Length; i++)
        {
            if (files[i].From < shift.From)
                first = i;
        }

        return files.Skip(Math.Max(0, first - 1)).TakeWhile(file => file.From < shift.To + Grace).Select(file => file.Path);
    }

    private IEnumerable<(string Path, DateTimeOffset From)> Files()
    {
        foreach ((_, string path) in new ReceiptFolder(receiptsFolder).Receipts())
        {
            if (ReceiptStore.FirstLine(path) is { } line)
                yield return (path, line.Entry.At);
        }
    }

    private string PathOf(Shift shift, string extension) => Path.Combine(Folder, $"{shift.Name}.{extension}");
}
