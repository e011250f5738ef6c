using System.Globalization;
using System.Text.Json;
using Edge.Tool.Packs;
using Spectre.Console;

namespace Edge.Tool.Bench;

/// <summary>The figures of a paired run, for people and for machines.</summary>
internal static class BenchReport
{
    private static readonly JsonSerializerOptions Camel = new() { PropertyNamingPolicy = JsonNamingPolicy.CamelCase };

    /// <summary>Prints them on standard output.</summary>
    public static void Print(MachineFacts machine, int rounds, IReadOnlyList<BenchResult> results, bool json)
    {
        if (json)
            Console.WriteLine(JsonSerializer.Serialize(new { machine, rounds, results = results.Select(ForMachines) }, Camel));
        else
            ForPeople(machine, rounds, results);
    }

    private static object ForMachines(BenchResult result)
    {
        string? images = result.Subject.ImagesPath;
        if (result.Skipped is not null)
            return new { model = result.Subject.ModelPath, result.Subject.Provider, result.Subject.Threads, images, skipped = result.Skipped };
        return new
        {
            model = result.Subject.ModelPath,
            digest = result.Ready!.Digest,
            result.Subject.Provider,
            result.Subject.Threads,
            result.Ready.Precision,
            images,
            pictures = result.Ready.Images,
            result.Runs,
            p50Ms = result.LatencyMs(50),
            p90Ms = result.LatencyMs(90),
            p99Ms = result.LatencyMs(99),
            decodeMs = result.StageMs(round => round.Decode),
            preprocessMs = result.StageMs(round => round.Preprocess),
            inferMs = result.StageMs(round => round.Infer),
            postprocessMs = result.StageMs(round => round.Postprocess),
            result.PerSecond,
            perSecondLow = result.PerSecondSpread.Low,
            perSecondHigh = result.PerSecondSpread.High,
            result.PeakBytes,
            result.AddedBytes,
            result.Ratio,
        };
    }

    private static void ForPeople(MachineFacts machine, int rounds, IReadOnlyList<BenchResult> results)
    {
        bool isEndToEnd = results[0].Subject.ImagesPath is not null;
        Table table = new Table().Title($"{machine.Processor}, {machine.Cores} cores, {string.Join(' ', machine.Features)}; {rounds} rounds in turns".EscapeMarkup());
        foreach (string column in (string[])["model", "numbers", "on", isEndToEnd ? "workers" : "threads", "p50 ms", "p90", "p99", isEndToEnd ? "pictures/s" : "runs/s", "model takes", "times the first"])
            table.AddColumn(column);
        foreach (BenchResult result in results)
        {
            string name = Path.GetFileName(Path.TrimEndingDirectorySeparator(result.Subject.ModelPath));
            string threads = result.Subject.Threads == 0 ? "all" : result.Subject.Threads.ToString(CultureInfo.InvariantCulture);
            string[] cells = result.Skipped is not null
                ? [name, "-", result.Subject.Provider, threads, "-", "-", "-", "-", "-", "not measured: " + Gist(result.Skipped)]
                :
                [
                    name, result.Ready!.Precision, result.Subject.Provider, threads,
                    Number(result.LatencyMs(50)), Number(result.LatencyMs(90)), Number(result.LatencyMs(99)),
                    $"{result.PerSecond:0.0} ({result.PerSecondSpread.Low:0.0} to {result.PerSecondSpread.High:0.0})",
                    PackReport.Size(result.AddedBytes),
                    result.Ratio is { } ratio ? $"{ratio.Median:0.00} ({ratio.Low:0.00} to {ratio.High:0.00})" : "1",
                ];
            table.AddRow([.. cells.Select(Markup.Escape)]);
        }

        Wide.Print(table);
        foreach (BenchResult result in results.Where(result => result.Skipped is null))
        {
            string decode = isEndToEnd ? $"decompress {Number(result.StageMs(round => round.Decode))}, " : "";
            Console.WriteLine($"{result.Subject.Name}: {decode}preprocess {Number(result.StageMs(round => round.Preprocess))}, infer {Number(result.StageMs(round => round.Infer))}, boxes {Number(result.StageMs(round => round.Postprocess))} ms on average");
        }

        if (machine.Load > 0.5)
            Console.WriteLine($"The machine was busy already (load {machine.Load:0.0}): times are too long, ratios hold better.");
    }

    private static string Number(double value) => value < 10 ? value.ToString("0.00", CultureInfo.InvariantCulture) : value.ToString("0.0", CultureInfo.InvariantCulture);

    private static string Gist(string text) => text.Length <= 120 ? text : text[..120] + "…";
}
