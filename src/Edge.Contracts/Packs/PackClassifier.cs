namespace Edge.Contracts.Packs;

/// <summary>The second stage of a detector's pack: a classifier that says of which kind each thing is that the detector found.</summary>
public sealed record PackClassifier
{
    /// <summary>The ONNX file that is run on the crops.</summary>
    public required string Model { get; init; }

    /// <summary>What it is fed.</summary>
    public required PackInput Input { get; init; }

    /// <summary>How its output is read: <c>classifier</c>, or <c>classifier-probabilities</c> for a graph that ends with softmax.</summary>
    public string Decoder { get; init; } = "classifier";

    /// <summary>Names of the kinds, by class id.</summary>
    public required IReadOnlyList<string> Labels { get; init; }

    /// <summary>
    /// Surroundings that a crop shows: it is a square around the box whose side is the box's longer one, and this share of it more on each side.
    /// 0 to 8; default 0.1.
    /// </summary>
    public float Margin { get; init; } = 0.1f;

    /// <summary>Least probability of a kind that is told, 0 to 1; default 0 tells the most probable one always.</summary>
    public float Score { get; init; }

    /// <summary>What was measured.</summary>
    public IReadOnlyList<PackAccuracy> Accuracy { get; init; } = [];

    /// <summary>Inputs with the outputs they must give.</summary>
    public IReadOnlyList<PackGolden> Golden { get; init; } = [];
}
