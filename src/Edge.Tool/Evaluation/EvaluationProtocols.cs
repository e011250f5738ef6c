using Edge.Tool.Evaluation.DataSets;

namespace Edge.Tool.Evaluation;

/// <summary>Applies a protocol to results.</summary>
public static class EvaluationProtocols
{
    private static readonly (EvaluationProtocol Protocol, string Name)[] Names =
        [(EvaluationProtocol.Coco, "coco"), (EvaluationProtocol.Voc, "voc"), (EvaluationProtocol.DeepPcb, "deeppcb")];

    /// <summary>The names, for help and errors.</summary>
    public static string Allowed { get; } = string.Join(", ", Names.Select(pair => pair.Name));

    /// <summary>What people call the protocol.</summary>
    public static string NameOf(EvaluationProtocol protocol) => Names.First(pair => pair.Protocol == protocol).Name;

    /// <summary>The protocol of that name, or the usual one for a data set of that format.</summary>
    /// <exception cref="DataSetException">There is no such protocol.</exception>
    public static EvaluationProtocol Parse(string? name, DataSetFormat format)
    {
        if (!string.IsNullOrEmpty(name))
            return Names.Any(pair => pair.Name == name) ? Names.First(pair => pair.Name == name).Protocol : throw new DataSetException($"protocol '{name}'; allowed: {Allowed}");
        return format switch
        {
            DataSetFormat.Voc => EvaluationProtocol.Voc,
            DataSetFormat.DeepPcb => EvaluationProtocol.DeepPcb,
            _ => EvaluationProtocol.Coco,
        };
    }

    /// <summary>The figures.</summary>
    /// <param name="protocol">How to measure.</param>
    /// <param name="images">Each image once, with detections down to a score far below <paramref name="score"/>.</param>
    /// <param name="classes">What is measured.</param>
    /// <param name="score">The score in force, 0 to 1: precision, recall and F-score are taken there.</param>
    public static EvaluationFigures Evaluate(EvaluationProtocol protocol, IReadOnlyList<EvaluatedImage> images, IReadOnlyList<DataSetClass> classes, double score)
    {
        ArgumentNullException.ThrowIfNull(images);
        ArgumentNullException.ThrowIfNull(classes);
        return protocol switch
        {
            EvaluationProtocol.DeepPcb => DeepPcb(images, classes, score),
            EvaluationProtocol.Voc => Voc(images, classes, score),
            _ => Coco(images, classes, score),
        };
    }

    private static EvaluationFigures DeepPcb(IReadOnlyList<EvaluatedImage> images, IReadOnlyList<DataSetClass> classes, double score)
    {
        var matched = new MatchedSet(images, classes.Count, GreedyMatching.DeepPcb);
        DeepPcbScript script = DeepPcbScript.Of(images, score);
        return Together(EvaluationProtocol.DeepPcb, "IoU > 0.33", matched, score, classes, (_, curve) => [new("ap", "AP", curve.ExactAp), new("apAllPoints", "AP all pts", curve.AllPointsAp)]) with
        {
            Figures =
            [
                new("map", "mAP", matched.Mean(curve => curve.ExactAp)),
                .. AtScore(matched, score),
                new("mapAllPoints", "mAP, all-points AP", matched.Mean(curve => curve.AllPointsAp)),
                new("scriptAp", "AP as script.py has it", script.Ap),
                new("scriptPrecision", "precision as script.py has it", script.Precision),
                new("scriptRecall", "recall as script.py has it", script.Recall),
                new("scriptHmean", "F-score as script.py has it", script.Hmean),
            ],
        };
    }

    private static EvaluationFigures Voc(IReadOnlyList<EvaluatedImage> images, IReadOnlyList<DataSetClass> classes, double score)
    {
        var matched = new MatchedSet(images, classes.Count, new VocMatching());
        return Together(EvaluationProtocol.Voc, "IoU 0.5 or more", matched, score, classes, (_, curve) => [new("ap50", "AP", curve.AllPointsAp), new("ap50ElevenPoints", "AP 11 pts", curve.ElevenPointAp)]) with
        {
            Figures =
            [
                new("map50", "mAP, all points", matched.Mean(curve => curve.AllPointsAp)),
                new("map50ElevenPoints", "mAP, 11 points", matched.Mean(curve => curve.ElevenPointAp)),
                .. AtScore(matched, score),
            ],
        };
    }

    private static EvaluationFigures Coco(IReadOnlyList<EvaluatedImage> images, IReadOnlyList<DataSetClass> classes, double score)
    {
        var evaluator = new CocoEvaluator();
        foreach (EvaluatedImage image in images)
            evaluator.Add(image.Labels, image.Detections);
        CocoFigures figures = evaluator.Evaluate();
        var matched = new MatchedSet(images, classes.Count, GreedyMatching.Half);
        return Together(EvaluationProtocol.Coco, "IoU 0.5 or more", matched, score, classes, (id, _) => [new("ap", "AP", evaluator.ClassAp(id)), new("ap50", "AP .50", evaluator.ClassAp(id, 0))]) with
        {
            Figures =
            [
                new("ap", "AP  IoU .50:.95", figures.Ap),
                new("ap50", "AP  IoU .50", figures.Ap50),
                new("ap75", "AP  IoU .75", figures.Ap75),
                new("apSmall", "AP  small", figures.ApSmall),
                new("apMedium", "AP  medium", figures.ApMedium),
                new("apLarge", "AP  large", figures.ApLarge),
                new("ar1", "AR  1 detection", figures.Ar1),
                new("ar10", "AR  10 detections", figures.Ar10),
                new("ar100", "AR  100 detections", figures.Ar100),
                new("arSmall", "AR  small", figures.ArSmall),
                new("arMedium", "AR  medium", figures.ArMedium),
                new("arLarge", "AR  large", figures.ArLarge),
                .. AtScore(matched, score),
            ],
        };
    }

    private static Figure[] AtScore(MatchedSet matched, double score)
    {
        OperatingPoint at = matched.All.At(score), best = matched.All.Best();
        string where = $"at score {score:0.###}";
        return
        [
            new("fscore", $"F-score {where}", at.FScore),
            new("precision", $"precision {where}", at.Precision),
            new("recall", $"recall {where}", at.Recall),
            new("bestFscore", $"best F-score (at score {best.Score:0.###}, chosen on these data)", best.FScore),
        ];
    }

    private static EvaluationFigures Together(
        EvaluationProtocol protocol, string overlap, MatchedSet matched, double score, IReadOnlyList<DataSetClass> classes, Func<int, PrecisionRecall, IReadOnlyList<Figure>> figures) => new()
        {
            Protocol = protocol,
            Overlap = overlap,
            Figures = [],
            Classes = [.. matched.Classes.Select((curve, id) => new ClassFigures(classes[id].Name, classes[id].Id, figures(id, curve), curve, curve.At(score)))],
            At = matched.All.At(score),
            Best = matched.All.Best(),
            Matched = matched,
        };
}
