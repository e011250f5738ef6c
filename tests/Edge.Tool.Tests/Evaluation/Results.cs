using Edge.Domain.Detections;
using Edge.Domain.Geometry;
using Edge.Tool.Evaluation;
using Edge.Tool.Evaluation.DataSets;

namespace Edge.Tool.Tests.Evaluation;

/// <summary>Results of a detector, written down.</summary>
internal static class Results
{
    /// <summary>The classes <c>c0</c>, <c>c1</c> and so on.</summary>
    public static DataSetClass[] Classes(int count) => [.. Enumerable.Range(0, count).Select(i => new DataSetClass(i, "c" + i))];

    public static EvaluatedImage Image(LabelledBox[] labels, params Detection[] detections) =>
        new(new LabelledImage(1, "image", "", ""), new SizePx(640, 640), labels, [.. detections.OrderByDescending(d => d.Score)]);

    public static EvaluationFigures DeepPcb(float score, int classes, params EvaluatedImage[] images) =>
        EvaluationProtocols.Evaluate(EvaluationProtocol.DeepPcb, images, Classes(classes), score);

    public static EvaluationFigures Voc(float score, int classes, params EvaluatedImage[] images) =>
        EvaluationProtocols.Evaluate(EvaluationProtocol.Voc, images, Classes(classes), score);

    public static double? Value(this EvaluationFigures figures, string key) => figures.Figures.Single(figure => figure.Key == key).Value;
}
