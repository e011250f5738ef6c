using Edge.Vision.Inference;

namespace Edge.Vision.Decoding;

/// <summary>Reads the outputs of one kind of detector. Shapes were checked when it was made; it allocates nothing afterwards. Not thread safe.</summary>
internal interface IDetectionDecoder
{
    /// <summary>Whether the model suppresses overlapping boxes itself.</summary>
    bool IsSuppressed { get; }

    /// <summary>Most candidates that one run can give.</summary>
    int MaximumCandidates { get; }

    /// <summary>Adds what scores at least <paramref name="threshold"/> to <paramref name="into"/>, boxes in pixels of the input.</summary>
    void Decode(ReadOnlySpan<OutputTensor> outputs, float threshold, CandidateList into);
}
