using Spectre.Console;

namespace Edge.Tool.Evaluation;

/// <summary>Results for people: tables on standard output.</summary>
internal static class EvaluationText
{
    private const int MostClasses = 100;

    /// <summary>Prints the results of one detector, or of two side by side.</summary>
    public static void Print(IReadOnlyList<DetectorResult> results)
    {
        DetectorResult first = results[0];
        EvaluationFigures figures = first.Figures;
        if (!first.Classes.IsByName)
            Console.Error.WriteLine("edgectl: the model's classes have other names than the data set's; they are taken to be the same in the same order");
        Table table = new Table()
            .Title($"{first.Model.Name.EscapeMarkup()} on {figures.Matched.Images.Count} images, {figures.Matched.All.Truths} objects; protocol {EvaluationProtocols.NameOf(figures.Protocol)}")
            .AddColumn("figure")
            .AddColumn(Right(results.Count > 1 ? first.Model.Name : "value"));
        if (results.Count > 1)
            table.AddColumn(Right(results[1].Model.Name)).AddColumn(Right("difference"));
        for (int i = 0; i < figures.Figures.Count; i++)
        {
            Figure figure = figures.Figures[i];
            if (results.Count == 1)
            {
                table.AddRow(figure.Title.EscapeMarkup(), Text(figure.Value));
                continue;
            }

            double? other = results[1].Figures.Figures[i].Value;
            table.AddRow(figure.Title.EscapeMarkup(), Text(figure.Value), Text(other), figure.Value >= 0 && other >= 0 ? $"{figure.Value - other:+0.0000;-0.0000;0.0000}" : "-");
        }

        AnsiConsole.Write(table);
        foreach (DetectorResult result in results)
            PrintClasses(result, named: results.Count > 1);
    }

    private static void PrintClasses(DetectorResult result, bool named)
    {
        ClassFigures[] shown = [.. result.Figures.Classes.Where(c => c.Curve.Truths > 0 || c.At.FalseAlarms > 0).Take(MostClasses)];
        if (shown.Length == 0)
            return;
        Table table = new Table()
            .Title($"{(named ? result.Model.Name.EscapeMarkup() + ": " : "")}classes; hits at {result.Figures.Overlap}, score {result.Score:0.###} or more; {result.MedianMs:0.0} ms an image")
            .AddColumn("class")
            .AddColumn(Right("objects"));
        foreach (Figure figure in shown[0].Figures)
            table.AddColumn(Right(figure.Title));
        foreach (string title in new[] { "precision", "recall", "F-score", "missed", "false alarms" })
            table.AddColumn(Right(title));
        foreach (ClassFigures c in shown)
        {
            table.AddRow(
            [
                c.Name.EscapeMarkup(), c.Curve.Truths.ToString(), .. c.Figures.Select(figure => Text(figure.Value)),
                Text(c.At.Precision), Text(c.At.Recall), Text(c.At.FScore), c.At.Misses.ToString(), c.At.FalseAlarms.ToString(),
            ]);
        }

        AnsiConsole.Write(table);
    }

    private static string Text(double? value) => value is null or < 0 ? "-" : value.Value.ToString("0.0000");

    private static TableColumn Right(string title) => new TableColumn(title.EscapeMarkup()).RightAligned();
}
