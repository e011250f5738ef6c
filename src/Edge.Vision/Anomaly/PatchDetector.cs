using Edge.Contracts.Packs;
using Edge.Domain.Frames;
using Edge.Domain.Geometry;
using Edge.Vision.Inference;
using Edge.Vision.Preprocessing;

namespace Edge.Vision.Anomaly;

/// <summary>
/// One station's detector on a shared model: its own buffers, bound once; judging allocates nothing.
/// One thread at a time, but for <see cref="Cancel"/> and <see cref="Dispose"/>, which any thread may call at any time.
/// </summary>
public sealed class PatchDetector : IDisposable
{
    private readonly RunGuard _guard;
    private readonly PatchExtractor _extractor;
    private readonly PatchScorer _scorer;
    private readonly SizePx _input;
    private readonly bool _isGaussian;
    private readonly float _unit;

    internal PatchDetector(PatchModel model)
    {
        _extractor = new PatchExtractor(model.Backbone);
        _scorer = new PatchScorer(model.Bank);
        _guard = new RunGuard("anomaly detector", _extractor.Cancel, Free);
        _input = model.Definition.Input.Size;
        _isGaussian = model.Anomaly.Decides == PackAnomaly.Gaussian;
        _unit = 1 / (_isGaussian ? model.Anomaly.GaussianThreshold : model.Anomaly.NeighbourThreshold);
    }

    /// <summary>Says how far <paramref name="frame"/> is from pictures of good parts.</summary>
    /// <param name="frame">8-bit BGR pixels.</param>
    /// <param name="map">Receives the score of each patch.</param>
    /// <returns>The score of the picture in units of the threshold: past 1, it is not that of a good part.</returns>
    /// <exception cref="OperationCanceledException"><see cref="Cancel"/> was called: dispose this detector and make another.</exception>
    /// <exception cref="InvalidOperationException">The runtime failed, or another thread is in here.</exception>
    /// <exception cref="ObjectDisposedException">It was disposed.</exception>
    public float Judge(in FrameView frame, AnomalyMap map)
    {
        ArgumentNullException.ThrowIfNull(map);
        _guard.Enter();
        try
        {
            return Score(_extractor.Read(frame), map);
        }
        finally
        {
            _guard.Leave();
        }
    }

    /// <summary>The same for a tensor of the model's input, for golden vectors.</summary>
    internal float Judge(ReadOnlySpan<float> input, AnomalyMap map)
    {
        _guard.Enter();
        try
        {
            _extractor.Read(input);
            return Score(Letterbox.Fit(_input, _input, InputFit.Stretch), map);
        }
        finally
        {
            _guard.Leave();
        }
    }

    /// <summary>Stops the judgement in progress, and every later one, with <see cref="OperationCanceledException"/>.</summary>
    public void Cancel() => _extractor.Cancel();

    /// <summary>Frees the buffers; when a judgement is in progress it is cancelled, and they are freed when it returns.</summary>
    public void Dispose() => _guard.Dispose();

    private float Score(in Letterbox place, AnomalyMap map)
    {
        Span<float> scores = map.Begin(_extractor.Columns, _extractor.Rows, _input, place);
        if (_isGaussian)
            _scorer.Gaussian(_extractor.Patches, scores);
        else
            _scorer.Neighbour(_extractor.Patches, scores);
        foreach (ref float score in scores)
            score *= _unit;
        map.End();
        return map.Score;
    }

    private void Free()
    {
        _extractor.Dispose();
        _scorer.Dispose();
    }
}
