using Edge.Domain.Frames;
using Edge.Domain.Geometry;
using Edge.Tool.Evaluation.DataSets;
using Edge.Vision.Classification;
using Edge.Vision.Inference;
using Microsoft.Extensions.Logging.Abstractions;

namespace Edge.Tool.Evaluation.Classifiers;

/// <summary>A classifier that is being measured, with what it said so far.</summary>
internal sealed class ClassifierUnderTest : IDisposable
{
    private const int Batch = 16;
    private readonly ModelStages _stages;
    private readonly VisionModel _model;
    private readonly CropClassifier _classifier;
    private readonly List<ClassifierSample> _samples = [];

    private ClassifierUnderTest(ModelStages stages, VisionModel model, ClassSelection classes)
    {
        _stages = stages;
        _model = model;
        _classifier = model.CreateClassifier(Batch);
        Classes = classes;
    }

    /// <summary>What it is.</summary>
    public ModelDefinition Definition => _model.Definition;

    /// <summary>What is measured.</summary>
    public ClassSelection Classes { get; }

    /// <summary>What it said.</summary>
    public IReadOnlyList<ClassifierSample> Samples => _samples;

    /// <summary>Opens a classifier, or the one that a detector's pack carries.</summary>
    /// <exception cref="ModelRefusedException">It can't be used.</exception>
    /// <exception cref="DataSetException">It is no classifier, or its classes are not the data set's.</exception>
    public static ClassifierUnderTest Open(string path, EvaluationSettings settings, DataSet data)
    {
        ModelStages stages = ModelStages.Open(path, settings.Model, NullLogger.Instance);
        try
        {
            VisionModel model = stages.First.Definition.Task == ModelTask.Classify ? stages.First : stages.Classifier
                ?? throw new DataSetException($"model '{path}' is a detector without a classifier; allowed with {(data.Format == DataSetFormat.Folders ? "a folder of class folders" : "--crops")}: a classifier, or a pack that carries one");
            return new ClassifierUnderTest(stages, model, ClassSelection.Of(data.Classes, model.Definition.Labels, settings.Classes));
        }
        catch
        {
            stages.Dispose();
            throw;
        }
    }

    /// <summary>Shows it the labelled parts of one image and keeps what it says.</summary>
    public void Classify(LabelledImage image, Frame frame, IReadOnlyList<LabelledBox> labels)
    {
        LabelledBox[] shown = [.. labels.Where(label => label.Kind == LabelKind.Object && Classes.OfData(label.ClassId) >= 0)];
        BoxPx[] boxes = [.. shown.Select(label => label.Box)];
        int count = Definition.Labels.Count;
        float[] all = new float[boxes.Length * count];
        _classifier.Classify(frame.View, boxes, new CropClass[boxes.Length], all);
        for (int i = 0; i < shown.Length; i++)
        {
            float[] measured = new float[Classes.Classes.Count];
            for (int id = 0; id < count; id++)
            {
                // Classes that are not measured can't be the answer.
                if (Classes.OfModel(id) >= 0)
                    measured[Classes.OfModel(id)] = all[(i * count) + id];
            }

            _samples.Add(new ClassifierSample(image, boxes[i], Classes.OfData(shown[i].ClassId), measured));
        }
    }

    /// <summary>Frees the model.</summary>
    public void Dispose()
    {
        _classifier.Dispose();
        _stages.Dispose();
    }
}
