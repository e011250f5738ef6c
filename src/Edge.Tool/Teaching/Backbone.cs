using Edge.Domain.Geometry;
using Edge.Tool.Onnx;
using Edge.Vision.Inference;
using Edge.Vision.Preprocessing;

namespace Edge.Tool.Teaching;

/// <summary>
/// A network cut at its middle: the chosen layers, brought to one grid, give each patch its features (Roth et al., 2022, section 3.1); a last
/// layer turns them onto their principal axes, so that the pack's graph gives what its memory holds and nothing else has to be computed.
/// </summary>
internal sealed class Backbone
{
    private const string Features = "edge_features";
    private const string Patches = "edge_patches";
    private readonly OnnxModel _cut;

    private Backbone(OnnxModel cut, InputSpec input, IReadOnlyList<string> layers, SizePx grid, int channels)
    {
        _cut = cut;
        Input = input;
        Layers = layers;
        Grid = grid;
        Channels = channels;
    }

    /// <summary>What it is fed.</summary>
    public InputSpec Input { get; }

    /// <summary>The layers whose values are the features.</summary>
    public IReadOnlyList<string> Layers { get; }

    /// <summary>Patches in a row and rows of patches.</summary>
    public SizePx Grid { get; }

    /// <summary>Features of a patch before they are turned.</summary>
    public int Channels { get; }

    /// <summary>Cuts a model.</summary>
    /// <param name="source">The model; unchanged.</param>
    /// <param name="layers">Names of values; empty chooses.</param>
    /// <param name="input">What it is fed; its size is given to a graph that leaves it open, and must be that of one that doesn't.</param>
    /// <param name="strideOf">Pixels from one patch to the next.</param>
    /// <exception cref="ModelRefusedException">It can't be cut so.</exception>
    public static Backbone Of(OnnxModel source, IReadOnlyList<string> layers, InputSpec input, int strideOf)
    {
        OnnxModel model = source.Clone();
        if (model.Inputs.Count != 1)
            throw new ModelRefusedException($"model '{model.Origin}' has {model.Inputs.Count} inputs; allowed for a backbone: one picture");
        FixSize(model, input);
        OpsetUpgrade.Apply(model);
        GraphCleanup.Apply(model);
        ValueShapes shapes = ValueShapes.Infer(model);
        IReadOnlyList<string> chosen = BackboneLayers.Choose(model, layers, shapes);
        SizePx grid = new((input.Width + strideOf - 1) / strideOf, (input.Height + strideOf - 1) / strideOf);
        List<string> brought = [.. chosen.Select(layer => Bring(model, shapes[layer], grid))];
        model.Graph.Node.Add(NodeAttributes.Create("Concat", Features, brought, [Features]).With("axis", 1));
        model.Graph.Output.Clear();
        model.Graph.Output.Add(new ValueInfoProto { Name = Features });
        model.Touch();
        GraphCleanup.DropUnused(model);
        return new Backbone(model, input, chosen, grid, chosen.Sum(layer => shapes[layer].Sizes[1]));
    }

    /// <summary>The graph that gives the features as they are.</summary>
    public byte[] ToBytes() => _cut.ToBytes();

    /// <summary>The graph that gives them along <paramref name="axes"/>, times <paramref name="scale"/>.</summary>
    public byte[] ToBytes(PrincipalAxes axes, int features, float scale)
    {
        OnnxModel model = _cut.Clone();
        float[] weights = new float[features * Channels], biases = new float[features];
        for (int feature = 0; feature < features; feature++)
        {
            for (int channel = 0; channel < Channels; channel++)
            {
                weights[(feature * Channels) + channel] = axes.Axes[feature][channel] * scale;
                biases[feature] -= axes.Axes[feature][channel] * scale * axes.Mean[channel];
            }
        }

        model.SetInitializer(TensorValues.Of(Patches + "_weight", weights, features, Channels, 1, 1));
        model.SetInitializer(TensorValues.Of(Patches + "_bias", biases, features));
        model.Graph.Node.Add(NodeAttributes.Create("Conv", Patches, [Features, Patches + "_weight", Patches + "_bias"], [Patches]).With("kernel_shape", [1L, 1L]));
        model.Graph.Output.Clear();
        model.Graph.Output.Add(new ValueInfoProto
        {
            Name = Patches,
            Type = FloatOf(1, features, Grid.Height, Grid.Width),
        });
        model.Touch();
        return model.ToBytes();
    }

    private static TypeProto FloatOf(params ReadOnlySpan<long> sizes)
    {
        TensorShapeProto shape = new();
        foreach (long size in sizes)
            shape.Dim.Add(new TensorShapeProto.Types.Dimension { DimValue = size });
        return new TypeProto { TensorType = new TypeProto.Types.Tensor { ElemType = (int)TensorProto.Types.DataType.Float, Shape = shape } };
    }

    private static void FixSize(OnnxModel model, InputSpec input)
    {
        TensorShapeProto? shape = model.Inputs[0].Type?.TensorType?.Shape;
        if (shape?.Dim.Count != 4 || model.Inputs[0].Type.TensorType.ElemType != (int)TensorProto.Types.DataType.Float)
            throw new ModelRefusedException($"model '{model.Origin}': its input is no float tensor [1 x channels x rows x columns]; allowed for a backbone: that");
        long[] wanted = [1, input.Channels, input.Height, input.Width];
        for (int i = 0; i < 4; i++)
        {
            if (shape.Dim[i].HasDimValue && shape.Dim[i].DimValue > 0 && shape.Dim[i].DimValue != wanted[i])
                throw new ModelRefusedException($"model '{model.Origin}': size {i} of its input is {shape.Dim[i].DimValue}; {wanted[i]} is needed");
            shape.Dim[i] = new TensorShapeProto.Types.Dimension { DimValue = wanted[i] };
        }

        // Sizes that the exporter wrote down for open inputs would contradict.
        model.Graph.ValueInfo.Clear();
        model.Touch();
    }

    /// <summary>A layer on the grid: finer ones are averaged, coarser ones drawn up.</summary>
    private static string Bring(OnnxModel model, TensorShape layer, SizePx grid)
    {
        string value = layer.Name;
        if (layer.Sizes[3] == grid.Width && layer.Sizes[2] == grid.Height)
            return value;
        int ratio = layer.Sizes[2] / grid.Height;
        if (ratio > 1 && layer.Sizes[2] == ratio * grid.Height && layer.Sizes[3] == ratio * grid.Width)
        {
            string averaged = model.FreeName(value + "_averaged");
            model.Graph.Node.Add(NodeAttributes.Create("AveragePool", averaged, [value], [averaged])
                .With("kernel_shape", [(long)ratio, ratio]).With("strides", [(long)ratio, ratio]));
            model.Touch();
            return averaged;
        }

        string sized = model.FreeName(value + "_sized"), sizes = model.FreeName(value + "_sizes");
        model.SetInitializer(TensorValues.Of(sizes, (ReadOnlySpan<long>)[1, layer.Sizes[1], grid.Height, grid.Width], 4));
        model.Graph.Node.Add(NodeAttributes.Create("Resize", sized, [value, "", "", sizes], [sized]).With("mode", "linear").With("coordinate_transformation_mode", "half_pixel"));
        model.Touch();
        return sized;
    }
}
