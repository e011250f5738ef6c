using System.Buffers;
using System.Security.Cryptography;
using System.Xml.Linq;
using Edge.Contracts.Receipts;
using Edge.Contracts.ShiftReports;
using static Edge.Testing.Receipts.ReceiptSamples;

namespace Edge.Contracts.Tests.ShiftReports;

/// <summary>A morning of 100 parts whose numbers are known, with everything that happens in a shift.</summary>
public sealed class ShiftReportTests : IDisposable
{
    private readonly ECDsa _key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
    private readonly ReceiptChain _chain;
    private readonly ArrayBufferWriter<byte> _file = new();

    public ShiftReportTests() => _chain = new ReceiptChain("line-1", ReceiptHead.None, _key);

    private static DateTimeOffset End { get; } = Morning.AddHours(8);

    public void Dispose() => _key.Dispose();

    [Fact]
    public void Shift_OfKnownParts_HasTheirNumbers()
    {
        ShiftSummary shift = Summarize(KnownShift());
        Assert.Equal(new ShiftOutcomes(76, 20, 4), shift.Outcomes);
        Assert.Equal(0.76, shift.Outcomes.Yield);
        Assert.Equal([("board-a", 90L), ("board-b", 10L)], shift.Products.Select(product => (product.Product, product.Outcomes.Parts)));
        Assert.Equal([(Morning, 60L), (Morning.AddHours(1), 0L), (Morning.AddHours(2), 40L)], shift.Hours.Select(hour => (hour.From, hour.Outcomes.Parts)));
        Assert.Equal([("spur", 24L, 20L), ("=open", 8L, 4L)], shift.Defects.Select(defect => (defect.Class, defect.Defects, defect.Parts)));
        Assert.Equal([0.75, 1.0], shift.Defects.Select(defect => defect.CumulativeShare));
        Assert.Equal([("blurred", 3L), ("interrupted", 1L)], shift.Doubts.Select(doubt => (doubt.Doubt, doubt.Parts)));
        Assert.Equal((98L, 10_000_000L, 10_000_000L), (shift.Cycles.Count, shift.Cycles.MedianUs, shift.Cycles.MaximumUs));
        Assert.Equal((1L, 2), (shift.Standstills, (int)shift.StandstillTime.TotalHours + 1));
        Assert.Equal((96L, 120_000L, 4L), (shift.Latencies.Count, shift.DeadlineUs, shift.PastDeadline));
        Assert.Equal(new ShiftEjections(17, 1, 1, 1, 80), shift.Ejections);
        Assert.Equal((2L, 1L), (shift.GoldenChecks, shift.GoldenWrong));
        Assert.Equal(
            [(ShiftStopKind.FailSafe, 30.0, "Ada"), (ShiftStopKind.Down, 10.0, null)],
            shift.Stops.Select(stop => (stop.Kind, (stop.To - stop.From).TotalMinutes, stop.ClearedBy)));
        Assert.Empty(shift.Notes);
        Assert.Equal(_chain.Head.ToString(), shift.LastEntry);
    }

    [Fact]
    public void Times_OfKnownSpread_HaveTheirPercentiles()
    {
        ShiftTimes times = ShiftTimes.Of([.. Enumerable.Range(1, 1000).Select(n => n * 100L)]);
        Assert.Equal((1000L, 50_000L, 99_000L, 100_000L), (times.Count, times.MedianUs, times.P99Us, times.MaximumUs));
        Assert.Equal(1000, times.Bars.Sum());
        Assert.Equal(5000, times.BarUs);
        Assert.Equal(49, times.Bars[0]);
        Assert.Equal(7, ShiftTimes.Of([7]).P99Us);
    }

    /// <summary>One wild time makes no axis on which nothing else can be told apart.</summary>
    [Fact]
    public void Times_WithOneOutlier_KeepTheirBarsNarrow()
    {
        ShiftTimes times = ShiftTimes.Of([.. Enumerable.Repeat(40_000L, 999), 60_000_000]);
        Assert.True(times.BarUs <= 5_000);
        Assert.Equal(1, times.Bars[^1]);
    }

    [Fact]
    public void Part_AnnouncedBeforeTheEndAndClosedBehindIt_BelongsToTheShift()
    {
        Append(Opening(_key), Morning);
        Append(Part(1, at: Morning.AddSeconds(-1)), Morning.AddSeconds(1));
        Append(Part(2, at: End.AddSeconds(-1)), End.AddSeconds(1));
        Append(Part(3, at: End), End.AddSeconds(2));
        Assert.Equal(1, Summarize(_file.WrittenSpan.ToArray()).Outcomes.Parts);
    }

    [Fact]
    public void Stop_BegunBeforeTheShiftOrLasting_CountsWithinIt()
    {
        Append(Opening(_key), Morning.AddHours(-2));
        Append(new InterlockReceipt { State = InterlockState.Tripped, Reason = "blank part" }, Morning.AddHours(-1));
        Append(new InterlockReceipt { State = InterlockState.Cleared, Reason = "cleaned", By = "Ada" }, Morning.AddHours(1));
        Append(Station(StationState.Stopped), Morning.AddHours(7));
        ShiftSummary shift = Summarize(_file.WrittenSpan.ToArray());
        Assert.Equal([(Morning, Morning.AddHours(1)), (Morning.AddHours(7), End)], shift.Stops.Select(stop => (stop.From, stop.To)));
    }

    [Fact]
    public void Chain_Broken_IsSaidInTheReport()
    {
        byte[] file = KnownShift();
        file[file.Length / 2] ^= 1;
        ShiftSummary shift = Summarize(file);
        Assert.InRange(shift.Outcomes.Parts, 30, 70);
        Assert.Contains("is broken", Assert.Single(shift.Notes));
        Assert.Contains("is broken", ShiftHtml.Of(shift));
        Assert.Contains("is broken", ShiftCsv.Of(shift));
    }

    [Fact]
    public void Html_OfAShift_IsOneWellFormedFileThatFetchesNothing()
    {
        string html = ShiftHtml.Of(Summarize(KnownShift()));
        XElement page = XElement.Parse(html[html.IndexOf("<html", StringComparison.Ordinal)..]);
        Assert.Equal(["parts", "defects", "doubts", "times", "ejections", "stops"], page.Descendants("section").Select(section => (string)section.Attribute("id")!));
        Assert.All(page.Descendants("svg").Where(svg => (string?)svg.Attribute("aria-hidden") != "true"), svg => Assert.NotEmpty((string)svg.Attribute("aria-label")!));
        Assert.All(page.Descendants("table"), table => Assert.NotEmpty(table.Element("caption")!.Value));
        Assert.Empty(page.Descendants("script"));
        Assert.DoesNotContain("http", html, StringComparison.Ordinal);
        Assert.DoesNotContain("url(", html, StringComparison.Ordinal);
        Assert.Contains("76.00 %", html, StringComparison.Ordinal);
    }

    [Fact]
    public void Html_TextFromOutside_IsNoMarkupAndStillXml()
    {
        string html = ShiftHtml.Of(Summarize(KnownShift(by: "<b>Ada\u0007")));
        XElement.Parse(html[html.IndexOf("<html", StringComparison.Ordinal)..]);
        Assert.Contains("&lt;b&gt;Ada", html, StringComparison.Ordinal);
    }

    [Fact]
    public void Html_OfAnEmptyShift_SaysSo()
    {
        string html = ShiftHtml.Of(new ShiftTally("2026-06-01-0600", Morning, End, TimeZoneInfo.Utc).ToSummary("line-1"));
        XElement.Parse(html[html.IndexOf("<html", StringComparison.Ordinal)..]);
        Assert.Contains("no receipts of this time", html, StringComparison.Ordinal);
    }

    [Fact]
    public void Csv_OfAShift_IsByRfc4180AndHasTheNumbers()
    {
        string csv = ShiftCsv.Of(Summarize(KnownShift(by: "Ada")));
        List<string[]> rows = Read(csv);
        Assert.Equal(["station", "shift", "from", "to", "section", "item", "figure", "value", "unit"], rows[0]);
        Assert.All(rows, row => Assert.Equal(9, row.Length));
        Assert.All(rows[1..], row => Assert.Equal(["line-1", "2026-06-01-0600", "2026-06-01T06:00:00Z", "2026-06-01T14:00:00Z"], row[..4]));
        Assert.Equal("0.76", Value("parts", "all", "yield"));
        Assert.Equal("24", Value("defect", "spur", "defects"));
        Assert.Equal("1", Value("ejection", "missed", "parts"));
        Assert.Equal("10000000", Value("cycle", "all", "median"));
        // What a spreadsheet would take for a formula is text.
        Assert.Equal("8", Value("defect", "'=open", "defects"));
        Assert.Contains(rows, row => row[6] == "reason" && row[7] == "golden part \"bad\", shown at 06:00");

        string Value(string section, string item, string figure) => Assert.Single(rows, row => row[4] == section && row[5] == item && row[6] == figure)[7];
    }

    private static ShiftSummary Summarize(byte[] file)
    {
        var tally = new ShiftTally("2026-06-01-0600", Morning, End, TimeZoneInfo.Utc);
        using var content = new MemoryStream(file);
        tally.Read("receipts-000001.jsonl", content);
        return tally.ToSummary("line-1");
    }

    private static StationReceipt Station(StationState state) => new() { State = state, Reason = "shift", Software = Software, Configuration = Digest("configuration") };

    private byte[] KnownShift(string by = "Ada")
    {
        Append(Opening(_key), Morning);
        Append(Station(StationState.Started), Morning);
        for (int n = 1; n <= 60; n++)
            AppendKnown(n, Morning.AddSeconds(10 * n));
        Append(Golden(isRight: true), Morning.AddMinutes(20));
        Append(Golden(isRight: false), Morning.AddMinutes(21));
        Append(new InterlockReceipt { State = InterlockState.Tripped, Reason = "golden part \"bad\", shown at 06:00" }, Morning.AddMinutes(30));
        Append(new InterlockReceipt { State = InterlockState.Cleared, Reason = "lens cleaned", By = by }, Morning.AddMinutes(60));
        Append(Station(StationState.Stopped), Morning.AddMinutes(90));
        Append(Station(StationState.Started), Morning.AddMinutes(100));
        for (int n = 61; n <= 100; n++)
            AppendKnown(n, Morning.AddHours(2).AddSeconds(10 * (n - 61)));
        return _file.WrittenSpan.ToArray();
    }

    /// <summary>Every fifth fails with a spur; of these every fifth has two spurs and two opens; 4 can't be judged; three ejections are not as they should be.</summary>
    private void AppendKnown(int n, DateTimeOffset at)
    {
        PartReceipt part = n % 25 == 1 ? Doubtful(n, n == 51 ? ReceiptDoubt.Interrupted : ReceiptDoubt.Blurred, at: at) : Part(n, at: at);
        if (n % 25 == 0)
            part = part with { Defects = [.. part.Defects, part.Defects[0], part.Defects[0] with { Class = "=open" }, part.Defects[0] with { Class = "=open" }] };
        ReceiptConfirmation? odd = n switch { 5 => ReceiptConfirmation.Late, 10 => ReceiptConfirmation.Missed, 15 => ReceiptConfirmation.Wrong, _ => null };
        part = part with
        {
            Product = n > 90 ? "board-b" : "board-a",
            Trigger = part.Trigger with { MonotonicUs = (at - Morning).Ticks / TimeSpan.TicksPerMicrosecond },
            Confirmation = odd ?? part.Confirmation,
        };
        Append(part, at.AddSeconds(1));
    }

    private static GoldenPartReceipt Golden(bool isRight) => new()
    {
        Part = Guid.NewGuid(),
        Product = "board-a",
        Check = "bad",
        Expected = ReceiptOutcome.Fail,
        Outcome = isRight ? ReceiptOutcome.Fail : ReceiptOutcome.Pass,
        Doubts = [],
        IsRight = isRight,
        Packs = [],
        Configuration = Digest("configuration"),
    };

    private void Append(Receipt receipt, DateTimeOffset at) => _chain.Append(receipt, at, _file);

    /// <summary>RFC 4180, as a reader of another make would.</summary>
    private static List<string[]> Read(string csv)
    {
        var rows = new List<string[]>();
        var row = new List<string>();
        var field = new System.Text.StringBuilder();
        bool isQuoted = false;
        for (int i = 0; i < csv.Length; i++)
        {
            char c = csv[i];
            if (isQuoted && c == '"' && i + 1 < csv.Length && csv[i + 1] == '"')
                field.Append(csv[++i]);
            else if (c == '"')
                isQuoted = !isQuoted;
            else if (!isQuoted && c is ',' or '\r')
            {
                row.Add(field.ToString());
                field.Clear();
                if (c == '\r')
                {
                    Assert.Equal('\n', csv[++i]);
                    rows.Add([.. row]);
                    row.Clear();
                }
            }
            else
                field.Append(c);
        }

        Assert.False(isQuoted);
        return rows;
    }
}
