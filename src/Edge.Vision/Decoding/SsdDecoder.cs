using Edge.Domain.Geometry;
using Edge.Vision.Inference;

namespace Edge.Vision.Decoding;

/// <summary>
/// SSD with suppression in the graph, in its two common forms: TensorFlow's (boxes [1 x N x 4] as top, left, bottom, right in fractions,
/// classes [1 x N], scores [1 x N], count [1]) and the ONNX model zoo's (boxes [1 x N x 4] as left, top, right, bottom in fractions,
/// labels [1 x N], scores [1 x N]). N may be open. Class ids are the model's own.
/// </summary>
internal sealed unsafe class SsdDecoder : IDetectionDecoder
{
    private readonly SizePx _input;
    private readonly int _classes;
    private readonly SsdOutputs _outputs;

    /// <summary>For a model with the given outputs.</summary>
    /// <exception cref="ModelRefusedException">The outputs are others than this decoder reads.</exception>
    public SsdDecoder(SizePx input, int classes, IReadOnlyList<TensorShape> outputs)
    {
        _input = input;
        _classes = classes;
        _outputs = SsdOutputs.Find(outputs) ?? throw ShapeRefusal.Of(DecoderKind.Ssd, SsdOutputs.Expectation, outputs);
        int rows = outputs[_outputs.Boxes].Sizes[1];
        MaximumCandidates = rows < 0 ? 1000 : rows;
    }

    /// <inheritdoc/>
    public bool IsSuppressed => true;

    /// <inheritdoc/>
    public int MaximumCandidates { get; }

    /// <inheritdoc/>
    public void Decode(ReadOnlySpan<OutputTensor> outputs, float threshold, CandidateList into)
    {
        float* boxes = outputs[_outputs.Boxes].Data;
        float* classes = outputs[_outputs.Classes].Data;
        float* scores = outputs[_outputs.Scores].Data;
        int rows = Math.Min(
            outputs[_outputs.Boxes].Sizes[1],
            Math.Min(outputs[_outputs.Classes].Sizes[^1], outputs[_outputs.Scores].Sizes[^1]));
        bool isTopFirst = _outputs.Count >= 0;
        if (isTopFirst)
        {
            float count = outputs[_outputs.Count].Data[0];
            rows = count >= 0 && count < rows ? (int)count : rows;
        }

        int x = isTopFirst ? 1 : 0;
        for (int row = 0; row < rows; row++, boxes += 4)
        {
            // The class is data like any other: an id without a label must not get further.
            float classId = classes[row];
            if (!(scores[row] >= threshold && classId >= 0 && classId < _classes))
                continue;
            into.Add(new Candidate(
                boxes[x] * _input.Width,
                boxes[1 - x] * _input.Height,
                boxes[x + 2] * _input.Width,
                boxes[3 - x] * _input.Height,
                scores[row],
                (int)classId));
        }
    }
}
