using Edge.Domain.Frames;
using Edge.Domain.Geometry;
using Edge.Vision.Decoding;
using Edge.Vision.Inference;
using Edge.Vision.Preprocessing;

namespace Edge.Vision.Classification;

/// <summary>
/// The second stage: what the crops of a frame show. Crops go through the model in batches where it allows that.
/// Its buffers are bound once; classifying allocates nothing. One thread at a time, but for <see cref="Cancel"/> and <see cref="Dispose"/>.
/// </summary>
public sealed unsafe class CropClassifier : IDisposable
{
    private readonly RunGuard _guard;
    private readonly InputSpec _input;
    private readonly int _classes;
    private readonly bool _isProbabilities;
    private readonly float _margin;
    private readonly float _leastScore;
    private readonly InferenceBinding _batch;
    private readonly InferenceBinding? _single;
    private readonly FramePreprocessor _preprocessor;

    internal CropClassifier(VisionModel model, int maximumBatch)
    {
        _input = model.Definition.Input;
        _classes = model.Definition.Labels.Count;
        _isProbabilities = model.Definition.Decoder == DecoderKind.ClassifierProbabilities;
        _margin = model.Definition.CropMargin;
        _leastScore = model.Definition.KindThreshold;
        MaximumBatch = maximumBatch;
        _preprocessor = new FramePreprocessor(_input);
        _batch = model.Bind(maximumBatch);
        // One new track at a time is the common case; it must not pay for a whole batch.
        _single = maximumBatch > 1 && model.Graph.Batch < 0 ? model.Bind(1) : null;
        _guard = new RunGuard("classifier", CancelRuns, Free);
        Labels = model.Definition.Labels;
    }

    /// <summary>Most crops in one run.</summary>
    public int MaximumBatch { get; }

    /// <summary>Names of the classes, by class id.</summary>
    public IReadOnlyList<string> Labels { get; }

    /// <summary>Classifies the surroundings of each box.</summary>
    /// <param name="frame">8-bit BGR pixels.</param>
    /// <param name="boxes">In pixels of the frame; any number.</param>
    /// <param name="results">One for each box.</param>
    /// <exception cref="OperationCanceledException"><see cref="Cancel"/> was called: dispose this classifier and make another.</exception>
    /// <exception cref="InvalidOperationException">The runtime failed, or another thread is in here.</exception>
    public void Classify(in FrameView frame, ReadOnlySpan<BoxPx> boxes, Span<CropClass> results) => Classify(frame, boxes, results, []);

    /// <summary>Classifies the surroundings of each box, and gives the probability of every class.</summary>
    /// <param name="frame">8-bit BGR pixels.</param>
    /// <param name="boxes">In pixels of the frame; any number.</param>
    /// <param name="results">One for each box.</param>
    /// <param name="probabilities">One for each class, box by box, 0 to 1 (NaN where the model gives no numbers); or empty.</param>
    /// <exception cref="OperationCanceledException"><see cref="Cancel"/> was called: dispose this classifier and make another.</exception>
    /// <exception cref="InvalidOperationException">The runtime failed, or another thread is in here.</exception>
    public void Classify(in FrameView frame, ReadOnlySpan<BoxPx> boxes, Span<CropClass> results, Span<float> probabilities)
    {
        if (results.Length < boxes.Length)
            throw new ArgumentException($"{results.Length} results for {boxes.Length} boxes", nameof(results));
        if (!probabilities.IsEmpty && probabilities.Length < boxes.Length * _classes)
            throw new ArgumentException($"{probabilities.Length} probabilities for {boxes.Length} boxes of {_classes} classes", nameof(probabilities));
        _guard.Enter();
        try
        {
            for (int start = 0; start < boxes.Length;)
            {
                InferenceBinding binding = boxes.Length - start == 1 && _single is not null ? _single : _batch;
                int count = ReferenceEquals(binding, _single) ? 1 : Math.Min(MaximumBatch, boxes.Length - start);
                Classify(frame, boxes.Slice(start, count), results.Slice(start, count), binding);
                if (!probabilities.IsEmpty)
                    SoftmaxClassifier.Probabilities(binding.Outputs[0].Data, _classes, _isProbabilities, probabilities.Slice(start * _classes, count * _classes));
                start += count;
            }
        }
        finally
        {
            _guard.Leave();
        }
    }

    /// <summary>Stops the run in progress, and every later one, with <see cref="OperationCanceledException"/>.</summary>
    public void Cancel() => CancelRuns();

    /// <summary>Frees the buffers, now or when the run in progress has been cancelled.</summary>
    public void Dispose() => _guard.Dispose();

    private void Classify(in FrameView frame, ReadOnlySpan<BoxPx> boxes, Span<CropClass> results, InferenceBinding binding)
    {
        // Places of a batch that is not full keep older crops: they cost time, not correctness.
        for (int i = 0; i < boxes.Length; i++)
            _preprocessor.Write(CropRegion.Around(boxes[i], frame.Size, _margin).Of(frame), binding.Input + (i * (nint)_input.SizeBytes));
        binding.Run();
        for (int i = 0; i < boxes.Length; i++)
        {
            CropClass result = SoftmaxClassifier.Read(binding.Outputs[0].Data + ((nint)i * _classes), _classes, _isProbabilities);
            results[i] = result.Score >= _leastScore ? result : CropClass.None;
        }
    }

    private void CancelRuns()
    {
        _batch.Cancel();
        _single?.Cancel();
    }

    private void Free()
    {
        _batch.Dispose();
        _single?.Dispose();
        _preprocessor.Dispose();
    }
}
