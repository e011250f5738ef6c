using Edge.Domain.Geometry;
using Edge.Vision.Inference;

namespace Edge.Vision.Decoding;

/// <summary>
/// NanoDet: for each stride, [1 x cells x classes] probabilities and [1 x cells x (4 x bins)] distributions of the distances to the left,
/// top, right and bottom side (generalised focal loss, Li et al. 2020, arXiv:2006.04388, equation 5). A distance is the expectation of the
/// softmax over its bins, in strides, measured from the cell's centre. /// </summary>
internal sealed unsafe class NanoDetDecoder : IDetectionDecoder
{
    private const int Bins = 8;
    private static readonly int[] Strides = [8, 16, 32];
    private readonly SizePx _input;
    private readonly int _classes;
    private readonly bool _allClasses;
    private readonly int[] _scoreOutputs = new int[3];
    private readonly int[] _sideOutputs = new int[3];

    /// <summary>For a model with the given outputs.</summary>
    /// <exception cref="ModelRefusedException">The outputs are others than this decoder reads.</exception>
    public NanoDetDecoder(SizePx input, int classes, bool allClasses, IReadOnlyList<TensorShape> outputs)
    {
        _input = input;
        _classes = classes;
        _allClasses = allClasses;
        MaximumCandidates = StrideGrids.Cells(input, Strides) * (allClasses ? classes : 1);
        bool fits = outputs.Count == 6;
        for (int i = 0; fits && i < Strides.Length; i++)
        {
            int cells = StrideGrids.Cells(input, [Strides[i]]);
            _scoreOutputs[i] = Find(outputs, cells, classes, from: 0);
            // A model of 32 classes has six outputs of two shapes at most; scores come first then, as everywhere.
            _sideOutputs[i] = Find(outputs, cells, 4 * Bins, from: classes == 4 * Bins ? _scoreOutputs[i] + 1 : 0);
            fits = _scoreOutputs[i] >= 0 && _sideOutputs[i] >= 0;
        }

        if (!fits)
            throw ShapeRefusal.Of(DecoderKind.NanoDet, Wanted(input, classes), outputs);
    }

    /// <inheritdoc/>
    public bool IsSuppressed => false;

    /// <inheritdoc/>
    public int MaximumCandidates { get; }

    /// <inheritdoc/>
    public void Decode(ReadOnlySpan<OutputTensor> outputs, float threshold, CandidateList into)
    {
        for (int i = 0; i < Strides.Length; i++)
        {
            int columns = StrideGrids.Length(_input.Width, Strides[i]);
            int cells = columns * StrideGrids.Length(_input.Height, Strides[i]);
            float* scores = outputs[_scoreOutputs[i]].Data;
            float* sides = outputs[_sideOutputs[i]].Data;
            for (int cell = 0; cell < cells; cell++, scores += _classes, sides += 4 * Bins)
            {
                int classId = ClassScores.Best(scores, _classes, out float best);
                if (!(best >= threshold))
                    continue;
                Candidate candidate = DecodeCell(sides, cell % columns, cell / columns, Strides[i], best, classId);
                if (_allClasses)
                    into.AddAll(candidate, scores, _classes, 1, threshold);
                else
                    into.Add(candidate);
            }
        }
    }

    private Candidate DecodeCell(float* sides, int x, int y, int stride, float score, int classId)
    {
        float centerX = (x + 0.5f) * stride;
        float centerY = (y + 0.5f) * stride;
        float left = MathF.Max(centerX - (Expectation(sides) * stride), 0);
        float top = MathF.Max(centerY - (Expectation(sides + Bins) * stride), 0);
        float right = MathF.Min(centerX + (Expectation(sides + (2 * Bins)) * stride), _input.Width);
        float bottom = MathF.Min(centerY + (Expectation(sides + (3 * Bins)) * stride), _input.Height);
        return new Candidate(left, top, right, bottom, score, classId);
    }

    private static float Expectation(float* logits)
    {
        float largest = logits[0];
        for (int bin = 1; bin < Bins; bin++)
            largest = MathF.Max(largest, logits[bin]);
        float sum = 0;
        float weighted = 0;
        for (int bin = 0; bin < Bins; bin++)
        {
            float weight = MathF.Exp(logits[bin] - largest);
            sum += weight;
            weighted += bin * weight;
        }

        return weighted / sum;
    }

    private static int Find(IReadOnlyList<TensorShape> outputs, int cells, int columns, int from)
    {
        for (int i = Math.Max(from, 0); i < outputs.Count; i++)
        {
            if (outputs[i].Fits(1, cells, columns))
                return i;
        }

        return -1;
    }

    private static string Wanted(SizePx input, int classes)
    {
        int[] cells = [.. Strides.Select(stride => StrideGrids.Cells(input, [stride]))];
        return $"[1x{cells[0]}x{classes}], [1x{cells[1]}x{classes}], [1x{cells[2]}x{classes}], [1x{cells[0]}x32], [1x{cells[1]}x32], [1x{cells[2]}x32]"
            + $" for an input of {input} and {classes} classes";
    }
}
