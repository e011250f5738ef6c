using Edge.Domain.Detections;
using Edge.Domain.Frames;
using Edge.Vision.Decoding;
using Edge.Vision.Preprocessing;
using Edge.Vision.Suppression;

namespace Edge.Vision.Inference;

/// <summary>
/// One camera's detector on a shared model: its own buffers, bound once; a detection allocates nothing.
/// One thread at a time, but for <see cref="Cancel"/> and <see cref="Dispose"/>, which any thread may call at any time.
/// </summary>
public sealed class Detector : IDisposable
{
    private const int MaximumCandidates = 8192;
    private readonly RunGuard _guard;
    private readonly TimeProvider _time;
    private readonly InferenceBinding _binding;
    private readonly FramePreprocessor _preprocessor;
    private readonly IDetectionDecoder _decoder;
    private readonly CandidateList _candidates;
    private readonly ClassAwareSuppression _suppression;
    private readonly float _scoreThreshold;
    private readonly float _nmsThreshold;

    internal Detector(VisionModel model, InferenceBinding binding, IDetectionDecoder decoder, float scoreThreshold, TimeProvider time)
    {
        ModelDefinition definition = model.Definition;
        _time = time;
        _binding = binding;
        _guard = new RunGuard("detector", binding.Cancel, Free);
        _preprocessor = new FramePreprocessor(definition.Input);
        _decoder = decoder;
        _candidates = new CandidateList(Math.Clamp(decoder.MaximumCandidates, 1, MaximumCandidates));
        _suppression = new ClassAwareSuppression(_candidates.Capacity, definition.Labels.Count, model.MaximumDetections);
        _scoreThreshold = scoreThreshold;
        _nmsThreshold = decoder.IsSuppressed ? 1 : definition.NmsThreshold;
    }

    /// <summary>Finds objects in <paramref name="frame"/>.</summary>
    /// <param name="frame">8-bit BGR pixels.</param>
    /// <param name="into">Emptied, then filled, strongest first, boxes in pixels of the frame and clipped to it. Give the same list each time: it grows to what is needed once.</param>
    /// <param name="timings">Receives when each stage was done.</param>
    /// <exception cref="OperationCanceledException"><see cref="Cancel"/> was called: dispose this detector and make another.</exception>
    /// <exception cref="InvalidOperationException">The runtime failed, or another thread is in here.</exception>
    /// <exception cref="ObjectDisposedException">It was disposed.</exception>
    public void Detect(in FrameView frame, List<Detection> into, ref DetectorTimings timings)
    {
        ArgumentNullException.ThrowIfNull(into);
        _guard.Enter();
        try
        {
            into.Clear();
            timings.Started = _time.GetTimestamp();
            Letterbox letterbox = _preprocessor.Write(frame, _binding.Input);
            timings.Preprocessed = _time.GetTimestamp();
            _binding.Run();
            timings.Inferred = _time.GetTimestamp();
            _candidates.Clear();
            _decoder.Decode(_binding.Outputs, _scoreThreshold, _candidates);
            ReadOnlySpan<Candidate> candidates = _candidates.Items;
            foreach (int index in _suppression.Suppress(candidates, _nmsThreshold))
            {
                ref readonly Candidate kept = ref candidates[index];
                Detection detection = new(
                    kept.ClassId,
                    Math.Clamp(kept.Score, 0, 1),
                    letterbox.ToFrame(kept.Left, kept.Top, kept.Right, kept.Bottom));
                // Boxes that lie wholly in the padding have no part in the frame.
                if (detection.Box is { Width: > 0, Height: > 0 })
                    into.Add(detection);
            }

            timings.Decoded = _time.GetTimestamp();
        }
        finally
        {
            _guard.Leave();
        }
    }

    /// <summary>Stops the detection in progress, and every later one, with <see cref="OperationCanceledException"/>, as soon as the runtime gets to its next operator.</summary>
    public void Cancel() => _binding.Cancel();

    /// <summary>Frees the buffers; when a detection is in progress it is cancelled, and they are freed when it returns.</summary>
    public void Dispose() => _guard.Dispose();

    private void Free()
    {
        _binding.Dispose();
        _preprocessor.Dispose();
    }
}
