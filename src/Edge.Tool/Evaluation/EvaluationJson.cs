using System.Text.Json;
using System.Text.Json.Nodes;
using Edge.Tool.Evaluation.DataSets;

namespace Edge.Tool.Evaluation;

/// <summary>Results for machines: one JSON object.</summary>
internal static class EvaluationJson
{
    /// <summary>The results of one detector, or of two with their differences.</summary>
    public static string Of(DataSet data, IReadOnlyList<DetectorResult> results)
    {
        JsonObject json = Of(results[0], data);
        if (results.Count > 1)
        {
            json["against"] = Of(results[1], data);
            var differences = new JsonObject();
            foreach ((Figure mine, Figure other) in results[0].Figures.Figures.Zip(results[1].Figures.Figures))
                differences[mine.Key] = mine.Value >= 0 && other.Value >= 0 ? mine.Value - other.Value : null;
            json["difference"] = differences;
        }

        return json.ToJsonString(JsonSerializerOptions.Default);
    }

    private static JsonObject Of(DetectorResult result, DataSet data)
    {
        EvaluationFigures figures = result.Figures;
        var json = new JsonObject
        {
            ["model"] = result.Model.Name,
            ["version"] = result.Model.Version,
            ["digest"] = result.Model.Digest,
            ["decoder"] = result.Model.Decoder.ToString(),
            ["format"] = DataSetFormats.NameOf(data.Format),
            ["protocol"] = EvaluationProtocols.NameOf(figures.Protocol),
            ["images"] = figures.Matched.Images.Count,
            ["boxes"] = figures.Matched.All.Truths,
            ["overlap"] = figures.Overlap,
            ["score"] = Round(result.Score),
            ["nms"] = Round(result.Model.NmsThreshold),
            ["minScore"] = Round(result.Model.ScoreThreshold),
            ["classesMatchedBy"] = result.Classes.IsByName ? "name" : "position",
        };
        foreach (Figure figure in figures.Figures)
            json[figure.Key] = figure.Value;
        json["bestFscoreScore"] = Round(figures.Best.Score);
        json["classes"] = new JsonArray([.. figures.Classes.Select(Class)]);
        json["medianMs"] = Math.Round(result.MedianMs, 3);
        json["seconds"] = Math.Round(result.Seconds, 3);
        return json;
    }

    private static JsonObject Class(ClassFigures figures)
    {
        var json = new JsonObject { ["name"] = figures.Name, ["id"] = figures.Id, ["boxes"] = figures.Curve.Truths };
        foreach (Figure figure in figures.Figures)
            json[figure.Key] = figure.Value;
        json["precision"] = figures.At.Precision;
        json["recall"] = figures.At.Recall;
        json["fscore"] = figures.At.FScore;
        json["hits"] = figures.At.Hits;
        json["falseAlarms"] = figures.At.FalseAlarms;
        json["misses"] = figures.At.Misses;
        return json;
    }

    // A threshold of 0.3 is a float: as a double it would read 0.30000001192092896.
    private static double Round(double threshold) => Math.Round(threshold, 6);
}
