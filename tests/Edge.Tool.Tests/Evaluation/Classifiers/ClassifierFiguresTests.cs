using Edge.Domain.Geometry;
using Edge.Tool.Evaluation.Classifiers;
using Edge.Tool.Evaluation.DataSets;

namespace Edge.Tool.Tests.Evaluation.Classifiers;

public sealed class ClassifierFiguresTests
{
    private static readonly string[] Names = ["a", "b", "c"];

    [Fact]
    public void Figures_SixPictures_AreThoseByHand()
    {
        // Said: a a b | b b | (none of c). Class a: P 1, R 2/3; b: P 2/3, R 1.
        var figures = new ClassifierFigures(
            [Sample(0, 0.7f, 0.2f, 0.1f), Sample(0, 0.6f, 0.3f, 0.1f), Sample(0, 0.2f, 0.5f, 0.3f), Sample(1, 0.1f, 0.8f, 0.1f), Sample(1, 0.3f, 0.6f, 0.1f)], Names);

        Assert.Equal(0.8, figures.Accuracy, 12);
        Assert.Equal((1.0, 2 / 3.0, 0.8), (figures.Classes[0].Precision, figures.Classes[0].Recall, Math.Round(figures.Classes[0].F1, 12)));
        Assert.Equal((2 / 3.0, 1.0, 0.8), (figures.Classes[1].Precision, figures.Classes[1].Recall, Math.Round(figures.Classes[1].F1, 12)));
        // Class c has no pictures: it is no part of the means.
        Assert.Equal(5 / 6.0, Value(figures, "precision"), 12);
        Assert.Equal(5 / 6.0, Value(figures, "recall"), 12);
        Assert.Equal(0.8, Value(figures, "f1"), 12);
        Assert.Equal(1, figures.Confusion[0, 1]);
        Assert.Equal(2, figures.Confusion[0, 0]);
        // Of the six pairs of an a and another, (0.2, 0.1) is right and (0.2, 0.3) wrong: five of six.
        Assert.Equal(5 / 6.0, figures.Classes[0].RocAuc!.Value, 12);
        Assert.Null(figures.Classes[2].RocAuc);
    }

    [Fact]
    public void RocAuc_EqualProbabilities_CountHalf()
    {
        var figures = new ClassifierFigures([Sample(0, 0.5f, 0.5f), Sample(1, 0.5f, 0.5f), Sample(0, 0.9f, 0.1f)], Names[..2]);

        // Pairs of an a and a b: (0.5, 0.5) half, (0.9, 0.5) whole.
        Assert.Equal(0.75, figures.Classes[0].RocAuc!.Value, 12);
        Assert.Equal([(0, 0), (0, 0.5), (1, 1)], figures.Roc(0));
    }

    [Fact]
    public void Figures_ModelWithoutNumbers_IsWrong()
    {
        var figures = new ClassifierFigures([Sample(0, float.NaN, float.NaN)], Names[..2]);

        Assert.Equal(-1, figures.Samples[0].Predicted);
        Assert.Equal(0, figures.Accuracy);
    }

    private static double Value(ClassifierFigures figures, string key) => figures.Figures.Single(figure => figure.Key == key).Value!.Value;

    private static ClassifierSample Sample(int truth, params float[] probabilities) => new(new LabelledImage(1, "image", "", ""), default(BoxPx), truth, probabilities);
}
