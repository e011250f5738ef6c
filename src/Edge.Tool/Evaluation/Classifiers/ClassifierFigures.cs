namespace Edge.Tool.Evaluation.Classifiers;

/// <summary>What an evaluation of a classifier says. Means over classes are over those that have samples, each class alike (macro).</summary>
public sealed class ClassifierFigures
{
    /// <summary>Measures.</summary>
    /// <param name="samples">Each picture once.</param>
    /// <param name="classes">Names of the classes, by class id.</param>
    public ClassifierFigures(IReadOnlyList<ClassifierSample> samples, IReadOnlyList<string> classes)
    {
        ArgumentNullException.ThrowIfNull(samples);
        ArgumentNullException.ThrowIfNull(classes);
        Samples = samples;
        Confusion = new int[classes.Count, classes.Count];
        foreach (ClassifierSample sample in samples)
        {
            if (sample.Predicted >= 0)
                Confusion[sample.Truth, sample.Predicted]++;
        }

        Classes = [.. classes.Select((name, id) => new ClassifierClassFigures(
            name,
            samples.Count(sample => sample.Truth == id),
            Share(sample => sample.Predicted == id, sample => sample.Truth == id),
            Share(sample => sample.Truth == id, sample => sample.Predicted == id),
            Auc(id)))];
        Accuracy = Share(_ => true, sample => sample.Truth == sample.Predicted);
    }

    /// <summary>What was shown, with what was said.</summary>
    public IReadOnlyList<ClassifierSample> Samples { get; }

    /// <summary>By class.</summary>
    public IReadOnlyList<ClassifierClassFigures> Classes { get; }

    /// <summary>Pictures by their class (row) and by what was said (column).</summary>
    public int[,] Confusion { get; }

    /// <summary>Share of pictures said right, 0 to 1.</summary>
    public double Accuracy { get; }

    /// <summary>The figures over all classes.</summary>
    public IReadOnlyList<Figure> Figures =>
    [
        new("accuracy", "accuracy", Accuracy),
        new("precision", "precision, mean of classes", Mean(c => c.Precision)),
        new("recall", "recall, mean of classes", Mean(c => c.Recall)),
        new("f1", "F1, mean of classes", Mean(c => c.F1)),
        new("rocAuc", "ROC-AUC, one against rest, mean of classes", Mean(c => c.RocAuc)),
    ];

    /// <summary>The points (share of others' pictures, share of its own) of a class's ROC curve, from (0, 0) to (1, 1), as its least probability falls.</summary>
    public IReadOnlyList<(double FalseRate, double TrueRate)> Roc(int classId)
    {
        int own = Samples.Count(sample => sample.Truth == classId), others = Samples.Count - own;
        var points = new List<(double, double)> { (0, 0) };
        int right = 0, wrong = 0;
        foreach (var group in Samples.GroupBy(sample => Probability(sample, classId)).OrderByDescending(group => group.Key))
        {
            foreach (ClassifierSample sample in group)
                _ = sample.Truth == classId ? right++ : wrong++;
            points.Add((others == 0 ? 0 : (double)wrong / others, own == 0 ? 0 : (double)right / own));
        }

        return points;
    }

    private static float Probability(ClassifierSample sample, int classId) => float.IsFinite(sample.Probabilities[classId]) ? sample.Probabilities[classId] : 0;

    private double Share(Func<ClassifierSample, bool> among, Func<ClassifierSample, bool> what)
    {
        int all = 0, some = 0;
        foreach (ClassifierSample sample in Samples)
        {
            if (!among(sample))
                continue;
            all++;
            some += what(sample) ? 1 : 0;
        }

        return all == 0 ? 0 : (double)some / all;
    }

    // The rank-sum statistic of Mann and Whitney: ties get their mean rank.
    private double? Auc(int classId)
    {
        double own = 0, others = 0, rankSum = 0, rank = 0;
        foreach (var group in Samples.GroupBy(sample => Probability(sample, classId)).OrderBy(group => group.Key))
        {
            int count = group.Count(), mine = group.Count(sample => sample.Truth == classId);
            rankSum += mine * (rank + ((count + 1) / 2.0));
            rank += count;
            own += mine;
            others += count - mine;
        }

        return own == 0 || others == 0 ? null : (rankSum - (own * (own + 1) / 2)) / (own * others);
    }

    private double? Mean(Func<ClassifierClassFigures, double?> figure)
    {
        double[] values = [.. Classes.Where(c => c.Samples > 0).Select(figure).OfType<double>()];
        return values.Length == 0 ? null : values.Average();
    }
}
