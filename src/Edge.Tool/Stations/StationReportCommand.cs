using System.CommandLine;
using System.Globalization;
using Edge.Contracts.Receipts;
using Edge.Contracts.ShiftReports;
using Edge.Domain.Inspection;
using Edge.Tool.Packs;
using Edge.Tool.Receipts;

namespace Edge.Tool.Stations;

/// <summary><c>edgectl station report</c>: a shift, or any other time, in numbers, from a station's receipts.</summary>
internal static class StationReportCommand
{
    public static Command Create()
    {
        var receipts = new Argument<string[]>("receipts") { Description = "A station's folder of receipts, or files of it", Arity = ArgumentArity.OneOrMore };
        var from = new Option<string>("--from") { Description = "Beginning: 2026-06-01 or 2026-06-01T06:00, by the clock of --zone; default: the first receipt" };
        var to = new Option<string>("--to") { Description = "End, not included; default: the last receipt" };
        var shift = new Option<string>("--shift") { Description = "Starts of shifts, as in station.shifts: 06:00,14:00,22:00. With one start or more, the report is of the shift in which --from lies" };
        var zone = new Option<string>("--zone") { Description = "Time zone, such as Europe/Berlin", DefaultValueFactory = _ => "UTC" };
        var html = new Option<string>("--out") { Description = "The HTML report" };
        var csv = new Option<string>("--csv") { Description = "The same numbers as CSV" };
        var command = new Command("report", """
            Sums a station's receipts up: counts, yield, Pareto of defects, cycle times, latency, ejections, stops; as HTML and CSV.
              The chain is checked with its signatures first; a broken one is reported up to the broken link of each file, and says so.
              Example: edgectl station report /var/lib/edge/stations/line-1 --from 2026-06-01T06:00 --shift 06:00,14:00,22:00 --zone Europe/Berlin --out shift.html --csv shift.csv
            """)
        {
            receipts, from, to, shift, zone, html, csv,
        };
        command.SetAction(parsed => BadInput.GuardAsync(cancellation =>
        {
            if (parsed.GetValue(html) is null && parsed.GetValue(csv) is null)
                throw new IOException("neither --out nor --csv is given; allowed: one of them, or both");
            IReadOnlyList<ReceiptFiles> chains = ReceiptFiles.Find(parsed.GetValue(receipts)!);
            if (chains.Count != 1)
                throw new IOException($"a report is of one station; these are {chains.Count}: {string.Join(", ", chains.Select(chain => chain.Name))}");
            ReceiptVerification found = Check(chains[0], cancellation);
            TimeZoneInfo clock = Zone(parsed.GetValue(zone)!);
            (string name, DateTimeOffset first, DateTimeOffset end) = Period(parsed.GetValue(from), parsed.GetValue(to), parsed.GetValue(shift), clock, found);
            ShiftSummary summary = Summarize(chains[0], new ShiftTally(name, first, end, clock), found, cancellation);
            if (parsed.GetValue(html) is { } page)
                File.WriteAllText(page, ShiftHtml.Of(summary));
            if (parsed.GetValue(csv) is { } table)
                File.WriteAllText(table, ShiftCsv.Of(summary));
            Console.WriteLine($"{summary.Station}, {name}: {summary.Outcomes.Parts} parts, {summary.Outcomes.Pass} pass, {summary.Outcomes.Fail} fail, {summary.Outcomes.CannotJudge} cannot judge"
                + (found.Fault is { } fault ? $"; THE CHAIN IS BROKEN: {fault}" : "; the chain is whole"));
            return Task.FromResult(found.Fault is null ? ExitStatus.Done : ExitStatus.BadInput);
        }));
        return command;
    }

    private static ReceiptVerification Check(ReceiptFiles chain, CancellationToken cancellation)
    {
        var verifier = new ReceiptVerifier(new ReceiptCheck { MayStartInTheMiddle = !chain.IsWhole });
        foreach (string path in chain.Paths)
        {
            cancellation.ThrowIfCancellationRequested();
            using FileStream content = Open(path);
            verifier.Add(Path.GetFileName(path), content);
        }

        return verifier.Finish();
    }

    private static ShiftSummary Summarize(ReceiptFiles chain, ShiftTally tally, ReceiptVerification found, CancellationToken cancellation)
    {
        if (found.Fault is { } fault)
            tally.Note($"the chain of receipts is broken: {fault}");
        foreach (string path in chain.Paths)
        {
            cancellation.ThrowIfCancellationRequested();
            using FileStream content = Open(path);
            tally.Read(Path.GetFileName(path), content);
        }

        return tally.ToSummary(found.Station ?? Path.GetFileName(Path.TrimEndingDirectorySeparator(chain.Name)));
    }

    private static (string Name, DateTimeOffset From, DateTimeOffset To) Period(string? from, string? to, string? shifts, TimeZoneInfo zone, ReceiptVerification found)
    {
        DateTimeOffset? first = from is null ? found.From : Moment(from, zone, "--from");
        if (first is null)
            throw new IOException("no receipt could be read, so there is no first one; --from is needed");
        if (shifts is not null)
        {
            if (to is not null)
                throw new IOException("--to and --shift say the end twice; allowed: one of them");
            Shift shift = new ShiftPlan(zone, [.. shifts.Split(',').Select(Start).Distinct()]).At(first.Value);
            return (shift.Name, shift.From, shift.To);
        }

        // The last receipt is in it.
        DateTimeOffset end = to is not null ? Moment(to, zone, "--to") : (found.To ?? first.Value).AddTicks(1);
        if (end <= first)
            throw new IOException($"the period ends at {end:O} and begins at {first:O}; allowed: an end behind the beginning");
        return (string.Create(CultureInfo.InvariantCulture, $"{TimeZoneInfo.ConvertTime(first.Value, zone):yyyy-MM-dd HH:mm} to {TimeZoneInfo.ConvertTime(end, zone):yyyy-MM-dd HH:mm}"), first.Value, end);
    }

    private static DateTimeOffset Moment(string text, TimeZoneInfo zone, string option)
    {
        string[] forms = ["yyyy-MM-dd", "yyyy-MM-dd'T'HH:mm", "yyyy-MM-dd'T'HH:mm:ss"];
        if (!DateTime.TryParseExact(text, forms, CultureInfo.InvariantCulture, DateTimeStyles.None, out DateTime local))
            throw new IOException($"{option} is '{text}'; allowed: 2026-06-01, 2026-06-01T06:00 or 2026-06-01T06:00:00");
        if (zone.IsInvalidTime(local))
            throw new IOException($"{option} is '{text}', which the clock of {zone.Id} leaves out on that day");
        return new DateTimeOffset(local, zone.IsAmbiguousTime(local) ? zone.GetAmbiguousTimeOffsets(local).Max() : zone.GetUtcOffset(local));
    }

    private static TimeOnly Start(string text) =>
        TimeOnly.TryParseExact(text.Trim(), "HH:mm", CultureInfo.InvariantCulture, DateTimeStyles.None, out TimeOnly start)
            ? start
            : throw new IOException($"--shift has '{text}'; allowed: times such as 06:00, with commas between");

    private static TimeZoneInfo Zone(string id) =>
        TimeZoneInfo.TryFindSystemTimeZoneById(id, out TimeZoneInfo? zone) ? zone : throw new IOException($"--zone is '{id}'; allowed: a name of the time zone database, such as Europe/Berlin or UTC");

    private static FileStream Open(string path) => new(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite, 1);
}
