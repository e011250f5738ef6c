using System.Text.Json;
using System.Text.Json.Nodes;

namespace Edge.Tool.Stations;

/// <summary>Results for machines: one JSON object.</summary>
internal static class StationEvaluateJson
{
    public static string Of(TrialResult result)
    {
        double[] errors = [.. result.All.CornerErrors.Order()];
        return new JsonObject
        {
            ["model"] = result.Model?.Name,
            ["digest"] = result.Model?.Digest,
            ["rule"] = FindRule.Description,
            ["thresholds"] = new JsonObject
            {
                ["modelScore"] = Round(result.Settings.Fusion.ModelScore),
                ["confirmedScore"] = Round(result.Settings.Fusion.ConfirmedScore),
                ["contradictedScore"] = Round(result.Settings.Fusion.ContradictedScore),
                ["differenceScore"] = Round(result.Settings.Fusion.DifferenceScore),
                ["tolerancePx"] = result.Settings.Golden.EdgeTolerancePx,
                ["difference"] = result.Settings.Golden.LeastDifference,
                ["areaPx"] = result.Settings.Golden.LeastAreaPx,
            },
            ["all"] = Group(result, result.All),
            ["groups"] = new JsonObject(result.Groups.Select(group => KeyValuePair.Create<string, JsonNode?>(group.Name, Group(result, group)))),
            ["variants"] = TemplateVariant.Description,
            ["cornerErrorPx"] = errors.Length == 0 ? null : new JsonObject
            {
                ["median"] = Math.Round(errors[errors.Length / 2], 4),
                ["p95"] = Math.Round(errors[(int)(errors.Length * 0.95)], 4),
                ["worst"] = Math.Round(errors[^1], 4),
            },
            ["modelMs"] = Math.Round(result.ModelMs, 3),
            ["goldenMs"] = Math.Round(result.GoldenMs, 3),
        }.ToJsonString(JsonSerializerOptions.Default);
    }

    private static JsonObject Group(TrialResult result, TrialGroup group)
    {
        InspectionTally any = group.Tested[Inspector.Golden];
        var json = new JsonObject
        {
            ["parts"] = any.Parts,
            ["defects"] = any.Labelled.Sum(),
            ["unusableTemplates"] = group.UnusableTemplates,
            ["unregistered"] = group.Unregistered,
            ["unregisteredVariants"] = group.UnregisteredVariants,
        };
        foreach (Inspector inspector in result.Inspectors)
            json[StationEvaluateText.Name(inspector)] = By(result, group, inspector);
        return json;
    }

    private static JsonObject By(TrialResult result, TrialGroup group, Inspector inspector)
    {
        InspectionTally tally = group.Tested[inspector];
        return new JsonObject
        {
            ["found"] = tally.Found.Sum(),
            ["named"] = inspector == Inspector.Golden ? null : tally.Named.Sum(),
            ["falseFinds"] = tally.False,
            ["falseFindsPerPart"] = Math.Round((double)tally.False / Math.Max(1, tally.Parts), 4),
            ["partsWithFalseFind"] = tally.FalseParts,
            ["partsWithMiss"] = tally.PartsWithMisses,
            ["defectivePartsPassed"] = tally.Escaped,
            ["templates"] = Good(group.Templates[inspector]),
            ["variants"] = Good(group.Variants[inspector]),
            ["classes"] = new JsonObject(result.Classes.Select((item, i) => KeyValuePair.Create<string, JsonNode?>(
                item.Name, new JsonObject { ["defects"] = tally.Labelled[i], ["found"] = tally.Found[i], ["named"] = inspector == Inspector.Golden ? null : tally.Named[i] }))),
        };
    }

    private static JsonObject Good(GoodPartTally tally) => new() { ["pictures"] = tally.Parts, ["rejected"] = tally.Rejected, ["finds"] = tally.Finds };

    private static double Round(float value) => Math.Round(value, 4);
}
