using Edge.Tool.Onnx;
using Edge.Vision.Inference;

namespace Edge.Tool.Pruning;

/// <summary>
/// Runs a graph over many pictures in stages: each stage computes what it adds to the stages before, whose results are kept for each
/// picture, so that in the end each node ran once. Where that would take too much memory, each stage begins at the picture again.
/// </summary>
internal sealed class StagedRun
{
    private readonly IReadOnlyDictionary<string, int> _stages;
    private readonly CalibrationSet _pictures;
    private readonly bool _isKeeping;
    private readonly Dictionary<string, GraphTensor>[] _kept;

    /// <summary>Nothing has run yet.</summary>
    /// <param name="stages">The stage of each node, by name; none before those of the nodes that it takes from.</param>
    /// <param name="pictures">What it runs on.</param>
    /// <param name="isKeeping">Whether results are kept from stage to stage.</param>
    public StagedRun(IReadOnlyDictionary<string, int> stages, CalibrationSet pictures, bool isKeeping)
    {
        _stages = stages;
        _pictures = pictures;
        _isKeeping = isKeeping;
        _kept = [.. Enumerable.Range(0, isKeeping ? pictures.Count : 0).Select(_ => new Dictionary<string, GraphTensor>(StringComparer.Ordinal))];
    }

    /// <summary>Bytes that keeping results would take at most.</summary>
    /// <returns>The number; or all there are, where some value is of a type that can't be kept.</returns>
    public static long BytesToKeep(OnnxModel model, ValueShapes shapes, IReadOnlyDictionary<string, int> stages, int pictures)
    {
        long most = 0;
        foreach (int stage in stages.Values.Distinct())
        {
            long live = 0;
            foreach (string value in Live(model, stages, stage))
            {
                if (shapes.Find(value) is not { Type: "Float" } shape)
                    return long.MaxValue;
                live += sizeof(float) * CouplingContext.Product([.. shape.Sizes]);
            }

            most = Math.Max(most, live);
        }

        return most * pictures;
    }

    /// <summary>Runs one stage over all pictures; stages come in order.</summary>
    /// <param name="model">The graph, as it is now: what earlier stages computed is not computed again.</param>
    /// <param name="stage">The stage.</param>
    /// <param name="wanted">Values that are wanted of each run; made in this stage, or inputs of the graph.</param>
    /// <returns>A run for each picture, disposed when the next is asked for. All must be taken.</returns>
    public IEnumerable<GraphRun> Run(OnnxModel model, int stage, IReadOnlyCollection<string> wanted)
    {
        string[] live = _isKeeping ? [.. Live(model, _stages, stage)] : [];
        HashSet<string> fed = [.. model.Inputs.Select(input => input.Name)];
        string[] made = [.. live.Where(value => StageOf(model, value) == stage).Concat(wanted.Where(value => !fed.Contains(value))).Distinct()];
        string[] taken = _isKeeping && _kept.Length > 0 ? [.. _kept[0].Keys] : [];
        if (made.Length == 0)
            yield break;
        using GraphRunner runner = Open(model, stage, made, taken);
        int picture = 0;
        foreach (GraphTensor input in _pictures.Inputs())
        {
            Dictionary<string, GraphTensor>? kept = _isKeeping ? _kept[picture] : null;
            GraphTensor[] inputs = [.. runner.Inputs.Select(shape => shape.Name == input.Name ? input : kept![shape.Name])];
            using GraphRun run = runner.Run(inputs, made);
            if (kept is not null)
                Keep(kept, run, live);
            yield return run;
            picture++;
        }
    }

    /// <summary>Values of a stage or an earlier one that later stages take.</summary>
    private static IEnumerable<string> Live(OnnxModel model, IReadOnlyDictionary<string, int> stages, int stage) =>
        model.Nodes.Where(node => stages.GetValueOrDefault(node.Name) <= stage)
            .SelectMany(node => node.Output)
            .Where(value => value.Length > 0 && model.Consumers(value).Any(consumer => stages.GetValueOrDefault(consumer.Name) > stage));

    private static void Keep(Dictionary<string, GraphTensor> kept, GraphRun run, string[] live)
    {
        foreach (string gone in kept.Keys.Except(live).ToArray())
            kept.Remove(gone);
        foreach (string value in live.Where(value => !kept.ContainsKey(value)))
            kept[value] = GraphTensor.Of(value, run.Shape(value).Sizes, run.Values<float>(value).ToArray());
    }

    private int StageOf(OnnxModel model, string value) => model.Producer(value) is { } node ? _stages.GetValueOrDefault(node.Name) : -1;

    private GraphRunner Open(OnnxModel model, int stage, string[] made, string[] taken)
    {
        OnnxModel part = model.Clone();
        if (_isKeeping)
        {
            part.Remove([.. part.Nodes.Where(node => _stages.GetValueOrDefault(node.Name) != stage)]);
            part.Graph.Input.AddRange(taken.Select(value => FloatInput(value, _kept[0][value].Sizes)));
        }

        part.Graph.Output.Clear();
        part.Graph.Output.AddRange(made.Select(value => new ValueInfoProto { Name = value }));
        part.Touch();
        GraphCleanup.DropUnused(part);
        // What this stage does not take need not be fed.
        HashSet<string> needed = [.. part.Nodes.SelectMany(node => node.Input)];
        ValueInfoProto[] inputs = [.. part.Graph.Input.Where(input => needed.Contains(input.Name))];
        part.Graph.Input.Clear();
        part.Graph.Input.AddRange(inputs);
        part.Touch();
        return part.Open(new GraphRunnerOptions());
    }

    private static ValueInfoProto FloatInput(string name, IReadOnlyList<int> sizes)
    {
        TensorShapeProto shape = new();
        shape.Dim.AddRange(sizes.Select(size => new TensorShapeProto.Types.Dimension { DimValue = size }));
        return new ValueInfoProto
        {
            Name = name,
            Type = new TypeProto { TensorType = new TypeProto.Types.Tensor { ElemType = (int)TensorProto.Types.DataType.Float, Shape = shape } },
        };
    }
}
