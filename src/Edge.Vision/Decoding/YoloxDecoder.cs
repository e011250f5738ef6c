using Edge.Domain.Geometry;
using Edge.Vision.Inference;

namespace Edge.Vision.Decoding;

/// <summary>
/// YOLOX (Ge et al. 2021, arXiv:2107.08430): [1 x cells x (5 + classes)], rows of centre x, centre y, width, height, objectness and classes
/// over the grids of strides 8, 16 and 32; objectness and classes are probabilities already.
/// </summary>
internal sealed unsafe class YoloxDecoder : IDetectionDecoder
{
    private static readonly int[] Strides = [8, 16, 32];
    private readonly SizePx _input;
    private readonly int _classes;
    private readonly bool _isDecoded;
    private readonly bool _allClasses;
    private readonly int _cells;

    /// <summary>For a model with the given outputs.</summary>
    /// <exception cref="ModelRefusedException">The outputs are others than this decoder reads.</exception>
    public YoloxDecoder(SizePx input, int classes, bool isDecoded, bool allClasses, IReadOnlyList<TensorShape> outputs)
    {
        _input = input;
        _classes = classes;
        _isDecoded = isDecoded;
        _allClasses = allClasses;
        _cells = StrideGrids.Cells(input, Strides);
        if (outputs.Count != 1 || !outputs[0].Fits(1, _cells, 5 + classes))
        {
            throw ShapeRefusal.Of(
                isDecoded ? DecoderKind.YoloxDecoded : DecoderKind.Yolox,
                $"[1x{_cells}x{5 + classes}] for an input of {input} and {classes} classes",
                outputs);
        }
    }

    /// <inheritdoc/>
    public bool IsSuppressed => false;

    /// <inheritdoc/>
    public int MaximumCandidates => _allClasses ? _cells * _classes : _cells;

    /// <inheritdoc/>
    public void Decode(ReadOnlySpan<OutputTensor> outputs, float threshold, CandidateList into)
    {
        float* row = outputs[0].Data;
        foreach (int stride in Strides)
        {
            int columns = StrideGrids.Length(_input.Width, stride);
            int rows = StrideGrids.Length(_input.Height, stride);
            for (int y = 0; y < rows; y++)
            {
                for (int x = 0; x < columns; x++, row += 5 + _classes)
                {
                    // A class score is 1 at most, so most cells are done with after one number.
                    if (row[4] >= threshold)
                        DecodeCell(row, x, y, stride, threshold, into);
                }
            }
        }
    }

    private void DecodeCell(float* row, int x, int y, int stride, float threshold, CandidateList into)
    {
        int classId = ClassScores.Best(row + 5, _classes, out float best);
        float score = row[4] * best;
        if (!(score >= threshold))
            return;
        float centerX = _isDecoded ? row[0] : (row[0] + x) * stride;
        float centerY = _isDecoded ? row[1] : (row[1] + y) * stride;
        float halfWidth = 0.5f * (_isDecoded ? row[2] : MathF.Exp(row[2]) * stride);
        float halfHeight = 0.5f * (_isDecoded ? row[3] : MathF.Exp(row[3]) * stride);
        Candidate candidate = new(centerX - halfWidth, centerY - halfHeight, centerX + halfWidth, centerY + halfHeight, score, classId);
        if (_allClasses)
            into.AddAll(candidate, row + 5, _classes, row[4], threshold);
        else
            into.Add(candidate);
    }
}
