using Edge.Tool.Evaluation.DataSets;
using Edge.Vision.Inference;

namespace Edge.Tool.Evaluation;

/// <summary>Runs one detector, or two on the same images, over a data set.</summary>
internal static class DetectorEvaluation
{
    /// <summary>Measures the models at <paramref name="models"/>; each image is decoded once for all of them.</summary>
    /// <param name="models">Paths of one or two <c>.onnx</c> files or packs.</param>
    /// <param name="settings">How.</param>
    /// <param name="data">On what.</param>
    /// <param name="images">On which of its images.</param>
    /// <param name="detectionsPath">File for every box of the first model; null for none.</param>
    /// <exception cref="ModelRefusedException">A model can't be used.</exception>
    /// <exception cref="DataSetException">The data set is bad, or a model is not for it.</exception>
    public static IReadOnlyList<DetectorResult> Run(
        IReadOnlyList<string> models, EvaluationSettings settings, DataSet data, IReadOnlyList<LabelledImage> images, string? detectionsPath)
    {
        data.Check(images);
        var detectors = new List<DetectorUnderTest>();
        try
        {
            foreach (string model in models)
                detectors.Add(DetectorUnderTest.Open(model, settings, data));
            TimeProvider time = TimeProvider.System;
            long start = time.GetTimestamp();
            using (CocoResultFile? results = detectionsPath is null ? null : new CocoResultFile(detectionsPath, detectors[0].Classes.Classes))
            {
                StepProgress.Follow(report => ImageStream.Each(images, report, (image, frame) =>
                {
                    IReadOnlyList<LabelledBox> labels = data.ReadLabels(image, frame.Size);
                    for (int i = 0; i < detectors.Count; i++)
                    {
                        EvaluatedImage found = detectors[i].Detect(image, frame, labels);
                        if (i == 0)
                            results?.Add(image, found.Detections);
                    }
                }));
            }

            double seconds = time.GetElapsedTime(start).TotalSeconds;
            return [.. detectors.Select(detector => new DetectorResult(
                detector.Definition,
                detector.Score,
                detector.Classes,
                EvaluationProtocols.Evaluate(settings.Protocol, detector.Images, detector.Classes.Classes, detector.Score),
                detector.MedianMs,
                seconds))];
        }
        finally
        {
            detectors.ForEach(detector => detector.Dispose());
        }
    }
}
