using Edge.Tool.Evaluation.DataSets;
using Edge.Vision.Inference;

namespace Edge.Tool.Evaluation.Classifiers;

/// <summary>Runs one classifier, or two on the same pictures, over a data set.</summary>
internal static class ClassifierEvaluation
{
    /// <summary>Measures the classifiers at <paramref name="models"/>.</summary>
    /// <param name="models">Paths of one or two <c>.onnx</c> files or packs.</param>
    /// <param name="settings">How.</param>
    /// <param name="data">On what: whole pictures, or the boxes of a detector's data set.</param>
    /// <param name="images">On which of its images.</param>
    /// <exception cref="ModelRefusedException">A model can't be used.</exception>
    /// <exception cref="DataSetException">The data set is bad or empty, or a model is not for it.</exception>
    public static IReadOnlyList<ClassifierResult> Run(IReadOnlyList<string> models, EvaluationSettings settings, DataSet data, IReadOnlyList<LabelledImage> images)
    {
        data.Check(images);
        var classifiers = new List<ClassifierUnderTest>();
        try
        {
            foreach (string model in models)
                classifiers.Add(ClassifierUnderTest.Open(model, settings, data));
            TimeProvider time = TimeProvider.System;
            long start = time.GetTimestamp();
            StepProgress.Follow(report => ImageStream.Each(images, report, (image, frame) =>
            {
                IReadOnlyList<LabelledBox> labels = data.ReadLabels(image, frame.Size);
                foreach (ClassifierUnderTest classifier in classifiers)
                    classifier.Classify(image, frame, labels);
            }));
            if (classifiers[0].Samples.Count == 0)
                throw new DataSetException($"{images.Count} images, but not one box of a class that is measured; there is nothing to classify");
            double seconds = time.GetElapsedTime(start).TotalSeconds;
            return [.. classifiers.Select(classifier => new ClassifierResult(
                classifier.Definition,
                classifier.Classes,
                new ClassifierFigures(classifier.Samples, [.. classifier.Classes.Classes.Select(item => item.Name)]),
                seconds))];
        }
        finally
        {
            classifiers.ForEach(classifier => classifier.Dispose());
        }
    }
}
