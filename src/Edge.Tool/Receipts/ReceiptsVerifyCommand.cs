using System.CommandLine;
using System.Globalization;
using System.Text.Json;
using Edge.Contracts.Receipts;
using Edge.Tool.Packs;

namespace Edge.Tool.Receipts;

/// <summary><c>edgectl receipts verify</c>: whether chains of receipts are as their stations wrote them.</summary>
internal static class ReceiptsVerifyCommand
{
    private static readonly JsonSerializerOptions Camel = new() { PropertyNamingPolicy = JsonNamingPolicy.CamelCase };

    public static Command Create()
    {
        var receipts = new Argument<string[]>("receipts") { Description = "Files of receipts, a station's folder of them, or a folder above such folders", Arity = ArgumentArity.OneOrMore };
        var key = new Option<string>("--key") { Description = "The device's public key (device.pub) as you got it from the device itself; without it the chain is taken at its own word" };
        var expect = new Option<string>("--expect") { Description = "An entry that is known to have been in the chain, as verdict messages and telemetry tell it: NUMBER:HASH or HASH" };
        var atLeast = new Option<long?>("--at-least") { Description = "The number that the chain must reach" };
        var json = new Option<bool>("--json") { Description = "One JSON object a chain on standard output" };
        var command = new Command("verify", """
            Checks chains of receipts offline: every byte of every entry, links, numbers, signatures; names the first broken link.
              What was cut from the very end leaves no trace in the files: give an entry that went out before (--expect, --at-least).
              Exit status 0 whole, 2 broken.
              Example: edgectl receipts verify /var/lib/edge/stations --key device.pub
            """)
        {
            receipts, key, expect, atLeast, json,
        };
        command.SetAction(parsed => BadInput.GuardAsync(cancellation =>
        {
            IReadOnlyList<ReceiptFiles> chains = ReceiptFiles.Find(parsed.GetValue(receipts)!);
            (long? number, string? hash) = ReadExpected(parsed.GetValue(expect), parsed.GetValue(atLeast));
            if (chains.Count > 1 && (number is not null || hash is not null))
                throw new IOException($"--expect and --at-least are about one chain; these are {chains.Count}: {string.Join(", ", chains.Select(chain => chain.Name))}");
            ReceiptKey? trusted = parsed.GetValue(key) is { } path ? ReceiptKey.FromFile(path) : null;
            bool areWhole = true;
            foreach (ReceiptFiles chain in chains)
                areWhole &= Verify(chain, new ReceiptCheck { Key = trusted, MayStartInTheMiddle = !chain.IsWhole, ExpectedHash = hash, ExpectedSequence = number }, parsed.GetValue(json), cancellation);
            return Task.FromResult(areWhole ? ExitStatus.Done : ExitStatus.BadInput);
        }));
        return command;
    }

    private static bool Verify(ReceiptFiles chain, ReceiptCheck check, bool json, CancellationToken cancellation)
    {
        var outcomes = new ReceiptOutcomes();
        var verifier = new ReceiptVerifier(check with { OnEntry = outcomes.Add });
        long start = TimeProvider.System.GetTimestamp();
        foreach (string path in chain.Paths)
        {
            cancellation.ThrowIfCancellationRequested();
            using var content = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite, 1);
            verifier.Add(Path.GetFileName(path), content);
        }

        ReceiptVerification found = verifier.Finish();
        TimeSpan took = TimeProvider.System.GetElapsedTime(start);
        if (json)
            Console.WriteLine(Json(chain, found, outcomes, took));
        else
            Print(chain, check, found, outcomes, took);
        return found.Fault is null;
    }

    private static void Print(ReceiptFiles chain, ReceiptCheck check, ReceiptVerification found, ReceiptOutcomes outcomes, TimeSpan took)
    {
        string name = found.Station is { } station ? $"{chain.Name} (station {station}, device {found.Device})" : chain.Name;
        Console.WriteLine(found.Fault is { } fault ? $"{name}: BROKEN\n  first broken link: {fault}" : $"{name}: whole");
        if (found.Entries > 0)
        {
            Console.WriteLine($"  entries {found.First} to {found.Head.Sequence} in {Count(found.Files, "file")}{(found.Fault is null ? "" : " before it")}, {Time(found.From)} to {Time(found.To)}");
            Console.WriteLine($"  {Count(outcomes.Parts, "part")}: {outcomes.Pass} pass, {outcomes.Fail} fail, {outcomes.CannotJudge} cannot judge ({outcomes.Interrupted} of them interrupted); "
                + $"{Count(outcomes.GoldenParts, "golden part")}, {Count(outcomes.InterlockTrips, "interlock trip")}, {Count(outcomes.Starts, "start")}, {outcomes.Recoveries} of them after a kill or a loss of power");
            foreach (ReceiptKeyUse use in found.Keys.Where(use => use.Entries > 0))
                Console.WriteLine($"  signed by key {use.Key.Id} from entry {use.First} on ({Count(use.Entries, "entry", "entries")}){(use.Key.Equals(check.Key) ? ", the given key" : check.Key is null ? ", by the chain's own word" : "")}");
            if (found.First > 1)
                Console.WriteLine($"  the {found.First - 1} entries before were {(chain.IsWhole && found.Fault is null ? "dropped, as the chain says" : "not given")}");
            Console.WriteLine($"  last entry {found.Head}");
        }

        foreach (string warning in found.Warnings)
            Console.WriteLine($"  warning: {warning}");
        if (found.WarningCount > found.Warnings.Count)
            Console.WriteLine($"  … and {found.WarningCount - found.Warnings.Count} warnings more");
        Console.WriteLine($"  {found.Bytes / 1048576.0:0.0} MiB in {took.TotalSeconds:0.00} s, {found.Entries / Math.Max(took.TotalSeconds, 1e-6):0} entries/s");
    }

    private static string Json(ReceiptFiles chain, ReceiptVerification found, ReceiptOutcomes outcomes, TimeSpan took) => JsonSerializer.Serialize(
        new
        {
            chain = chain.Name,
            whole = found.Fault is null,
            fault = found.Fault is { } fault ? new { kind = JsonNamingPolicy.CamelCase.ConvertName(fault.Kind.ToString()), fault.File, fault.Line, fault.Sequence, fault.Text } : null,
            found.Station,
            found.Device,
            found.Files,
            found.Entries,
            found.Bytes,
            firstSequence = found.First,
            lastSequence = found.Head.Sequence,
            lastHash = found.Head.Hash,
            found.From,
            found.To,
            keys = found.Keys.Where(use => use.Entries > 0).Select(use => new { id = use.Key.Id, use.First, use.Entries }),
            outcomes,
            found.Warnings,
            found.WarningCount,
            entriesPerSecond = Math.Round(found.Entries / Math.Max(took.TotalSeconds, 1e-6)),
        },
        Camel);

    private static (long? Number, string? Hash) ReadExpected(string? text, long? atLeast)
    {
        if (atLeast is < 1)
            throw new IOException($"--at-least is {atLeast}; allowed: 1 or more");
        if (text is null)
            return (atLeast, null);
        if (atLeast is not null)
            throw new IOException("--expect and --at-least say the same thing twice; allowed: one of them");
        string[] parts = text.Split(':');
        long number = 0;
        bool isRead = parts.Length == 1 || (parts.Length == 2 && long.TryParse(parts[0], NumberStyles.None, CultureInfo.InvariantCulture, out number) && number > 0);
        if (!isRead || parts[^1].Length != 64 || !parts[^1].All(char.IsAsciiHexDigitLower))
            throw new IOException($"--expect is '{text}'; allowed: NUMBER:HASH or HASH, the hash with 64 lower-case hexadecimal digits");
        return (parts.Length == 2 ? number : null, parts[^1]);
    }

    private static string Count(long count, string one, string? many = null) => $"{count} {(count == 1 ? one : many ?? one + "s")}";

    private static string Time(DateTimeOffset? at) => at?.ToString("yyyy-MM-dd HH:mm:ss'Z'", CultureInfo.InvariantCulture) ?? "–";
}
