using System.Globalization;
using System.Text.Json;
using Edge.Tool.Bench;
using Spectre.Console;

namespace Edge.Tool.Comparison;

/// <summary>The table of a comparison, for people, for machines, and in Markdown for a model card.</summary>
internal static class ComparisonReport
{
    private static readonly JsonSerializerOptions Camel = new(JsonSerializerDefaults.Web) { WriteIndented = true };

    private static readonly string[] Titles =
    [
        "model", "precision", "size", "parameters", "MACs", "", "F-score", "at score", "best F", "p50, 1 thread", "speed", "images/s, 2 cores",
    ];

    /// <summary>Prints it on standard output.</summary>
    public static void Print(MachineFacts machine, IReadOnlyList<ComparedModel> models, ComparisonForm form)
    {
        switch (form)
        {
            case ComparisonForm.Json:
                Console.WriteLine(JsonSerializer.Serialize(new { machine, images = models[0].Accuracy.Figures.Matched.Images.Count, models = models.Select(ForMachines) }, Camel));
                break;
            case ComparisonForm.Markdown:
                Console.WriteLine($"| {string.Join(" | ", Header(models))} |");
                Console.WriteLine($"|{string.Concat(Titles.Select((_, i) => i < 2 ? "---|" : "---:|"))}");
                foreach (ComparedModel model in models)
                    Console.WriteLine($"| {string.Join(" | ", Cells(model, models[0]))} |");
                break;
            default:
                Table table = new Table().RoundedBorder();
                foreach (string title in Header(models))
                    table.AddColumn(new TableColumn(Markup.Escape(title)).NoWrap());
                foreach (ComparedModel model in models)
                    table.AddRow([.. Cells(model, models[0]).Select(Markup.Escape)]);
                AnsiConsole.Profile.Width = Math.Max(AnsiConsole.Profile.Width, 160);
                AnsiConsole.Write(table);
                break;
        }
    }

    private static string[] Header(IReadOnlyList<ComparedModel> models)
    {
        string[] titles = [.. Titles];
        titles[5] = models[0].Accuracy.Figures.Figures[0].Title;
        return titles;
    }

    private static string[] Cells(ComparedModel model, ComparedModel first) =>
    [
        model.Name,
        Word(model.Accuracy.Model.Precision),
        string.Create(CultureInfo.InvariantCulture, $"{model.Content.SizeBytes / 1024} KiB"),
        model.Content.Parameters.ToString("N0", CultureInfo.InvariantCulture),
        string.Create(CultureInfo.InvariantCulture, $"{model.Content.Macs / 1e6:0} M{Share(model.Content.Macs, first.Content.Macs)}"),
        Percent(model.MainFigure),
        Percent(model.Accuracy.Figures.At.FScore),
        model.Accuracy.Score.ToString("0.00", CultureInfo.InvariantCulture),
        Percent(model.Accuracy.Figures.Best.FScore),
        string.Create(CultureInfo.InvariantCulture, $"{model.Speed.LatencyMs(50):0.00} ms"),
        model.Speed.Ratio is { } ratio ? string.Create(CultureInfo.InvariantCulture, $"{ratio.Median:0.00}x ({ratio.Low:0.00} to {ratio.High:0.00})") : "1",
        model.EndToEnd is { } whole ? whole.PerSecond.ToString("0", CultureInfo.InvariantCulture) : "-",
    ];

    private static string Word(Enum precision) => precision.ToString().ToLowerInvariant();

    private static string Percent(double value) => (100 * value).ToString("0.00", CultureInfo.InvariantCulture);

    private static string Share(long part, long whole) =>
        part == whole || whole == 0 ? "" : string.Create(CultureInfo.InvariantCulture, $" ({100.0 * part / whole:0} %)");

    private static object ForMachines(ComparedModel model) => new
    {
        model = model.Path,
        model.Accuracy.Model.Digest,
        precision = Word(model.Accuracy.Model.Precision),
        model.Content.SizeBytes,
        model.Content.Parameters,
        model.Content.Macs,
        figures = model.Accuracy.Figures.Figures.ToDictionary(figure => figure.Key, figure => figure.Value),
        model.Accuracy.Score,
        model.Accuracy.Figures.At.FScore,
        bestFscore = model.Accuracy.Figures.Best.FScore,
        p50Ms = model.Speed.LatencyMs(50),
        p99Ms = model.Speed.LatencyMs(99),
        speed = model.Speed.Ratio,
        imagesPerSecond = model.EndToEnd?.PerSecond,
        peakBytes = model.Speed.PeakBytes,
    };
}
