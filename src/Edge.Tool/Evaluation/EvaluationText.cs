using Spectre.Console;

namespace Edge.Tool.Evaluation;

/// <summary>Results for people: tables on standard output.</summary>
internal static class EvaluationText
{
    private const int MostClasses = 30;
    private const int WidthOfFiles = 160;

    /// <summary>Prints the results of one detector, or of two side by side.</summary>
    public static void Print(IReadOnlyList<DetectorResult> results)
    {
        DetectorResult first = results[0];
        EvaluationFigures figures = first.Figures;
        if (!first.Classes.IsByName)
            Console.Error.WriteLine("edgectl: the model's classes have other names than the data set's; they are taken to be the same in the same order");
        PrintFigures(
            $"{first.Model.Name}: {figures.Matched.Images.Count} images, {figures.Matched.All.Truths} objects, protocol {EvaluationProtocols.NameOf(figures.Protocol)}",
            [.. results.Select(result => (result.Model.Name, result.Figures.Figures))]);
        foreach (DetectorResult result in results)
            PrintClasses(result);
    }

    /// <summary>Prints figures, of two models side by side.</summary>
    public static void PrintFigures(string title, IReadOnlyList<(string Name, IReadOnlyList<Figure> Figures)> models)
    {
        Table table = models.Count > 1 ? Table("figure", models[0].Name, models[1].Name, "difference") : Table("figure", "value");
        for (int i = 0; i < models[0].Figures.Count; i++)
        {
            Figure figure = models[0].Figures[i];
            if (models.Count == 1)
            {
                table.AddRow(figure.Title.EscapeMarkup(), Text(figure.Value));
                continue;
            }

            double? other = models[1].Figures[i].Value;
            table.AddRow(figure.Title.EscapeMarkup(), Text(figure.Value), Text(other), figure.Value >= 0 && other >= 0 ? $"{figure.Value - other:+0.0000;-0.0000;0.0000}" : "-");
        }

        Write(title, table);
    }

    /// <summary>A table with a first column of names and others of numbers.</summary>
    public static Table Table(params string[] columns)
    {
        // Where there is no terminal, there is no width that lines must fit.
        if (Console.IsOutputRedirected)
            AnsiConsole.Profile.Width = WidthOfFiles;
        var table = new Table { Border = TableBorder.Simple };
        for (int i = 0; i < columns.Length; i++)
        {
            var column = new TableColumn(columns[i].EscapeMarkup()).NoWrap().Padding(1, 0);
            table.AddColumn(i == 0 ? column : column.RightAligned());
        }

        return table;
    }

    /// <summary>Writes a table under its title.</summary>
    public static void Write(string title, Table table)
    {
        Console.WriteLine(title);
        AnsiConsole.Write(table);
    }

    /// <summary>A share for people, in percent without its sign.</summary>
    public static string Percent(double? value) => value is null or < 0 ? "-" : (100 * value.Value).ToString("0.0");

    private static void PrintClasses(DetectorResult result)
    {
        ClassFigures[] counted = [.. result.Figures.Classes.Where(c => c.Curve.Truths > 0 || c.At.FalseAlarms > 0)];
        // Many classes are read from the worst on.
        ClassFigures[] shown = counted.Length <= MostClasses ? counted : [.. counted.OrderByDescending(c => c.At.Misses + c.At.FalseAlarms).Take(MostClasses)];
        if (shown.Length == 0)
            return;
        Table table = Table(["class", "objects", .. shown[0].Figures.Select(figure => figure.Title), "P", "R", "F", "missed", "false"]);
        foreach (ClassFigures c in shown)
        {
            table.AddRow(
            [
                c.Name.EscapeMarkup(), c.Curve.Truths.ToString(), .. c.Figures.Select(figure => Percent(figure.Value)),
                Percent(c.At.Precision), Percent(c.At.Recall), Percent(c.At.FScore), c.At.Misses.ToString(), c.At.FalseAlarms.ToString(),
            ]);
        }

        string which = shown.Length < counted.Length ? $"the {shown.Length} of {counted.Length} classes with the most mistakes" : "classes";
        Write(
            $"{result.Model.Name}: {which}, in percent; precision, recall and F-score at score {result.Score:0.###}, {result.Figures.Overlap}; {result.MedianMs:0.0} ms an image",
            table);
    }

    private static string Text(double? value) => value is null or < 0 ? "-" : value.Value.ToString("0.0000");
}
