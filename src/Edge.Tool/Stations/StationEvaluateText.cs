using Edge.Tool.Packs;
using Edge.Tool.Reports;
using Spectre.Console;

namespace Edge.Tool.Stations;

/// <summary>Results for people: tables on standard output.</summary>
internal static class StationEvaluateText
{
    public static void Print(TrialResult result)
    {
        Console.WriteLine($"{result.All.Tested[Inspector.Golden].Parts} parts, {result.All.Tested[Inspector.Golden].Labelled.Sum()} labelled defects; a find meets a defect when {FindRule.Description}");
        Classes(result);
        if (result.Groups.Count > 1)
            Groups(result);
        GoodParts(result);
        Console.WriteLine(Registration(result));
        Console.WriteLine($"Time of one picture, median: comparison {result.GoldenMs:0.0} ms{(result.Model is null ? "" : $", model {result.ModelMs:0.0} ms")}");
    }

    /// <summary>How well pictures were laid over their templates, in a sentence.</summary>
    public static string Registration(TrialResult result)
    {
        TrialGroup all = result.All;
        string text = $"Registration: {all.Unregistered} of {all.Tested[Inspector.Golden].Parts} parts not registered{(all.UnusableTemplates > 0 ? $" ({all.UnusableTemplates} because of blank templates)" : "")}";
        if (all.Variants[Inspector.Golden].Parts == 0)
            return text + ".";
        double[] errors = [.. all.CornerErrors.Order()];
        string spread = errors.Length == 0 ? "" : $", worst corner off by {errors[errors.Length / 2]:0.000} px (median), {errors[(int)(errors.Length * 0.95)]:0.000} px (95 %), {errors[^1]:0.000} px (worst)";
        return $"{text}; {all.UnregisteredVariants} of {all.Variants[Inspector.Golden].Parts} pictures made of templates not registered{spread}.";
    }

    private static void Classes(TrialResult result)
    {
        var table = new Table { Border = TableBorder.Simple };
        table.AddColumn("class").AddColumn(new TableColumn("defects").RightAligned());
        foreach (Inspector inspector in result.Inspectors)
            table.AddColumn(new TableColumn($"found: {Name(inspector)}").RightAligned());
        foreach (Inspector inspector in Naming(result))
            table.AddColumn(new TableColumn($"named: {Name(inspector)}").RightAligned());
        for (int i = 0; i < result.Classes.Count; i++)
        {
            if (result.All.Tested[Inspector.Golden].Labelled[i] > 0)
                table.AddRow(Row(result, result.Classes[i].Name, tally => tally.Labelled[i], tally => tally.Found[i], tally => tally.Named[i]));
        }

        table.AddRow(Row(result, "all", tally => tally.Labelled.Sum(), tally => tally.Found.Sum(), tally => tally.Named.Sum()));
        table.AddRow(Line(result, "false finds a part", tally => ((double)tally.False / tally.Parts).ToString("0.000")));
        table.AddRow(Line(result, "parts with a false find", tally => Share(tally.FalseParts, tally.Parts)));
        table.AddRow(Line(result, "parts with a miss", tally => Share(tally.PartsWithMisses, tally.Parts)));
        table.AddRow(Line(result, "defective parts that pass", tally => Share(tally.Escaped, tally.Parts)));
        Wide.Print(table);
    }

    private static void Groups(TrialResult result)
    {
        var table = new Table { Border = TableBorder.Simple };
        table.AddColumn("group").AddColumn(new TableColumn("parts").RightAligned()).AddColumn(new TableColumn("defects").RightAligned());
        foreach (Inspector inspector in result.Inspectors)
        {
            table.AddColumn(new TableColumn($"found: {Name(inspector)}").RightAligned());
            table.AddColumn(new TableColumn("false a part").RightAligned());
        }

        foreach (TrialGroup group in result.Groups)
        {
            InspectionTally any = group.Tested[Inspector.Golden];
            table.AddRow([
                group.Name, any.Parts.ToString(), any.Labelled.Sum().ToString(),
                .. result.Inspectors.SelectMany(inspector => new[]
                {
                    Share(group.Tested[inspector].Found.Sum(), any.Labelled.Sum()), ((double)group.Tested[inspector].False / any.Parts).ToString("0.000"),
                }),
            ]);
        }

        Wide.Print(table);
    }

    private static void GoodParts(TrialResult result)
    {
        var table = new Table { Border = TableBorder.Simple };
        table.AddColumn("good parts").AddColumn(new TableColumn("pictures").RightAligned());
        foreach (Inspector inspector in result.Inspectors)
            table.AddColumn(new TableColumn($"rejected: {Name(inspector)}").RightAligned()).AddColumn(new TableColumn("finds").RightAligned());
        foreach ((string name, Dictionary<Inspector, GoodPartTally> tallies) in new[] { ("templates as they are", result.All.Templates), ("pictures made of templates", result.All.Variants) })
        {
            if (tallies[Inspector.Golden].Parts == 0)
                continue;
            table.AddRow([
                name, tallies[Inspector.Golden].Parts.ToString(),
                .. result.Inspectors.SelectMany(inspector => new[] { Share(tallies[inspector].Rejected, tallies[inspector].Parts), tallies[inspector].Finds.ToString() }),
            ]);
        }

        Wide.Print(table);
    }

    /// <summary>The comparison names nothing.</summary>
    private static IEnumerable<Inspector> Naming(TrialResult result) => result.Inspectors.Where(inspector => inspector != Inspector.Golden);

    private static string[] Row(TrialResult result, string name, Func<InspectionTally, int> labelled, Func<InspectionTally, int> found, Func<InspectionTally, int> named) =>
    [
        name, labelled(result.All.Tested[Inspector.Golden]).ToString(),
        .. result.Inspectors.Select(inspector => Share(found(result.All.Tested[inspector]), labelled(result.All.Tested[inspector]))),
        .. Naming(result).Select(inspector => Share(named(result.All.Tested[inspector]), labelled(result.All.Tested[inspector]))),
    ];

    private static string[] Line(TrialResult result, string name, Func<InspectionTally, string> value) =>
        [name, "", .. result.Inspectors.Select(inspector => value(result.All.Tested[inspector])), .. Naming(result).Select(_ => "")];

    internal static string Name(Inspector inspector) => inspector.ToString().ToLowerInvariant();

    internal static string Share(int part, int whole) => whole == 0 ? "–" : $"{part} ({Html.Percent((double)part / whole)} %)";
}
