using Edge.Vision.Inference;

namespace Edge.Vision.Decoding;

/// <summary>Which outputs of an SSD model are which, by their names and shapes.</summary>
/// <param name="Boxes">Index of the boxes.</param>
/// <param name="Classes">Index of the class ids.</param>
/// <param name="Scores">Index of the scores.</param>
/// <param name="Count">Index of the number of valid rows; -1 in the form that has none.</param>
internal sealed record SsdOutputs(int Boxes, int Classes, int Scores, int Count)
{
    /// <summary>What is allowed, for errors.</summary>
    public const string Expectation =
        "boxes [1xNx4], classes [1xN], scores [1xN], num [1], or bboxes [1xNx4], labels [1xN], scores [1xN], with these words in their names";

    /// <summary>The outputs, or null when they are not those of an SSD.</summary>
    public static SsdOutputs? Find(IReadOnlyList<TensorShape> outputs)
    {
        int boxes = Index(outputs, shape => shape.Fits(-1, -1, 4), "box");
        int classes = Index(outputs, shape => shape.Fits(-1, -1), "class", "label");
        int scores = Index(outputs, shape => shape.Fits(-1, -1), "score");
        int count = Index(outputs, shape => shape.Fits(-1) || shape.Fits(-1, 1), "num");
        if (boxes < 0 || classes < 0 || scores < 0)
            return null;
        return outputs.Count switch
        {
            4 when count >= 0 => new SsdOutputs(boxes, classes, scores, count),
            3 => new SsdOutputs(boxes, classes, scores, -1),
            _ => null,
        };
    }

    private static int Index(IReadOnlyList<TensorShape> outputs, Func<TensorShape, bool> fits, params string[] words)
    {
        int found = -1;
        for (int i = 0; i < outputs.Count; i++)
        {
            if (!fits(outputs[i]) || !words.Any(word => outputs[i].Name.Contains(word, StringComparison.OrdinalIgnoreCase)))
                continue;
            if (found >= 0)
                return -1;
            found = i;
        }

        return found;
    }
}
