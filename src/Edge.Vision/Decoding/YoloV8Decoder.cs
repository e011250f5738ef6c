using Edge.Domain.Geometry;
using Edge.Vision.Inference;

namespace Edge.Vision.Decoding;

/// <summary>
/// YOLOv8 and YOLO11: [1 x (4 + classes) x cells], planes of centre x, centre y, width, height in pixels of the input, then one plane of
/// probabilities for each class. The best class of all cells is found plane by plane, which is the order of the memory.
/// </summary>
internal sealed unsafe class YoloV8Decoder : IDetectionDecoder
{
    private readonly int _classes;
    private readonly int _cells;
    private readonly bool _allClasses;
    private readonly float[] _best;
    private readonly int[] _bestClass;

    /// <summary>For a model with the given outputs.</summary>
    /// <exception cref="ModelRefusedException">The outputs are others than this decoder reads.</exception>
    public YoloV8Decoder(SizePx input, int classes, bool allClasses, IReadOnlyList<TensorShape> outputs)
    {
        _classes = classes;
        _allClasses = allClasses;
        _cells = outputs.Count == 1 && outputs[0].Fits(1, 4 + classes, -1) ? outputs[0].Sizes[2] : 0;
        if (!StrideGrids.AreCells(input, _cells))
        {
            int usual = StrideGrids.Cells(input, [8, 16, 32]);
            throw ShapeRefusal.Of(
                DecoderKind.YoloV8, $"[1x{4 + classes}x{usual}] (strides 8, 16, 32), or the cells of other strides from 4 to 64, for an input of {input} and {classes} classes", outputs);
        }

        _best = new float[_cells];
        _bestClass = new int[_cells];
    }

    /// <inheritdoc/>
    public bool IsSuppressed => false;

    /// <inheritdoc/>
    public int MaximumCandidates => _allClasses ? _cells * _classes : _cells;

    /// <inheritdoc/>
    public void Decode(ReadOnlySpan<OutputTensor> outputs, float threshold, CandidateList into)
    {
        float* data = outputs[0].Data;
        int cells = _cells;
        fixed (float* best = _best)
        fixed (int* bestClass = _bestClass)
        {
            _best.AsSpan().Fill(float.NegativeInfinity);
            for (int classId = 0; classId < _classes; classId++)
                ClassScores.Improve(data + ((nint)(4 + classId) * cells), classId, best, bestClass, cells);
            for (int cell = 0; cell < cells; cell++)
            {
                if (!(best[cell] >= threshold))
                    continue;
                float halfWidth = 0.5f * data[(2 * cells) + cell];
                float halfHeight = 0.5f * data[(3 * cells) + cell];
                float x = data[cell];
                float y = data[cells + cell];
                Candidate candidate = new(x - halfWidth, y - halfHeight, x + halfWidth, y + halfHeight, best[cell], bestClass[cell]);
                if (_allClasses)
                    into.AddAll(candidate, data + (4 * cells) + cell, _classes, 1, threshold, cells);
                else
                    into.Add(candidate);
            }
        }
    }
}
