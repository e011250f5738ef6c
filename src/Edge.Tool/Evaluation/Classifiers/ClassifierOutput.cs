using System.Text.Json;
using System.Text.Json.Nodes;
using Edge.Tool.Evaluation.DataSets;
using Spectre.Console;

namespace Edge.Tool.Evaluation.Classifiers;

/// <summary>Results of classifiers, for machines and for people.</summary>
internal static class ClassifierOutput
{
    /// <summary>One JSON object; of two models with their differences.</summary>
    public static string Json(DataSet data, IReadOnlyList<ClassifierResult> results)
    {
        JsonObject json = Json(results[0], data);
        if (results.Count > 1)
        {
            json["against"] = Json(results[1], data);
            var differences = new JsonObject();
            foreach ((Figure mine, Figure other) in results[0].Figures.Figures.Zip(results[1].Figures.Figures))
                differences[mine.Key] = mine.Value - other.Value;
            json["difference"] = differences;
        }

        return json.ToJsonString(JsonSerializerOptions.Default);
    }

    /// <summary>Tables on standard output.</summary>
    public static void Print(IReadOnlyList<ClassifierResult> results)
    {
        EvaluationText.PrintFigures(
            $"{results[0].Model.Name} on {results[0].Figures.Samples.Count} pictures",
            [.. results.Select(result => (result.Model.Name, result.Figures.Figures))]);
        foreach (ClassifierResult result in results)
            PrintClasses(result);
    }

    private static void PrintClasses(ClassifierResult result)
    {
        Table table = EvaluationText.Table("class", "pictures", "precision", "recall", "F1", "ROC-AUC", "most often taken for");
        for (int id = 0; id < result.Figures.Classes.Count; id++)
        {
            ClassifierClassFigures c = result.Figures.Classes[id];
            var wrong = Enumerable.Range(0, result.Figures.Classes.Count).Where(other => other != id)
                .Select(other => (Count: result.Figures.Confusion[id, other], result.Figures.Classes[other].Name)).OrderByDescending(pair => pair.Count).FirstOrDefault();
            table.AddRow(
                c.Name.EscapeMarkup(), c.Samples.ToString(), EvaluationText.Percent(c.Precision), EvaluationText.Percent(c.Recall), EvaluationText.Percent(c.F1),
                EvaluationText.Percent(c.RocAuc), wrong.Count > 0 ? $"{wrong.Name.EscapeMarkup()} ({wrong.Count})" : "-");
        }

        EvaluationText.Write($"{result.Model.Name}: classes, in percent", table);
    }

    private static JsonObject Json(ClassifierResult result, DataSet data)
    {
        ClassifierFigures figures = result.Figures;
        var json = new JsonObject
        {
            ["model"] = result.Model.Name,
            ["version"] = result.Model.Version,
            ["digest"] = result.Model.Digest,
            ["format"] = DataSetFormats.NameOf(data.Format),
            ["protocol"] = "classify",
            ["samples"] = figures.Samples.Count,
            ["classesMatchedBy"] = result.Classes.IsByName ? "name" : "position",
        };
        foreach (Figure figure in figures.Figures)
            json[figure.Key] = figure.Value;
        json["classes"] = new JsonArray([.. figures.Classes.Select(c => new JsonObject
        {
            ["name"] = c.Name,
            ["samples"] = c.Samples,
            ["precision"] = c.Precision,
            ["recall"] = c.Recall,
            ["f1"] = c.F1,
            ["rocAuc"] = c.RocAuc,
        })]);
        json["confusion"] = new JsonArray([.. Enumerable.Range(0, figures.Classes.Count).Select(row =>
            new JsonArray([.. Enumerable.Range(0, figures.Classes.Count).Select(column => JsonValue.Create(figures.Confusion[row, column]))]))]);
        json["seconds"] = Math.Round(result.Seconds, 3);
        return json;
    }
}
