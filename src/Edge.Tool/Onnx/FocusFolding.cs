namespace Edge.Tool.Onnx;

/// <summary>
/// A "focus" stem takes every second pixel four times, stacks the four small pictures as channels and convolves them with stride 1. That is one
/// convolution of the picture itself with a kernel twice as large and stride 2, and so it is written: the strided slices cost more than the convolution.
/// </summary>
internal static class FocusFolding
{
    /// <summary>Folds in place.</summary>
    /// <returns>How many stems were folded.</returns>
    public static int Apply(OnnxModel model)
    {
        int folded = 0;
        foreach (NodeProto concat in model.Nodes.Where(node => node.OpType == "Concat" && node.Int("axis", 0) == 1).ToArray())
        {
            if (model.IsOutput(concat.Output[0]) || model.Consumers(concat.Output[0]) is not [{ OpType: "Conv" } convolution])
                continue;
            (string Source, int Row, int Column)?[] parts = [.. concat.Input.Select(input => Part(model, input))];
            if (parts.Length != 4 || parts.Any(part => part is null || part.Value.Source != parts[0]!.Value.Source) || !CanFold(model, convolution))
                continue;
            Fold(model, convolution, [.. parts.Select(part => part!.Value)]);
            folded++;
        }

        if (folded > 0)
            GraphCleanup.DropUnused(model);
        return folded;
    }

    /// <summary>Which pixels of which value an input of the concatenation holds: every second row from one, every second column from another.</summary>
    private static (string Source, int Row, int Column)? Part(OnnxModel model, string value)
    {
        int?[] starts = new int?[2];
        for (int i = 0; i < 2; i++)
        {
            if (model.Producer(value) is not { OpType: "Slice" } slice || EverySecond(model, slice) is not { } found || starts[found.Axis - 2] is not null)
                return null;
            starts[found.Axis - 2] = found.Start;
            value = slice.Input[0];
        }

        return (value, starts[0]!.Value, starts[1]!.Value);
    }

    private static (int Axis, int Start)? EverySecond(OnnxModel model, NodeProto slice)
    {
        if (slice.Input.Count != 5 || slice.Input.Skip(1).Any(input => model.Initializer(input) is null))
            return null;
        long[] starts = model.Integers(slice.Input[1]);
        long[] ends = model.Integers(slice.Input[2]);
        long[] axes = model.Integers(slice.Input[3]);
        long[] steps = model.Integers(slice.Input[4]);
        bool isEverySecond = axes.Length == 1 && axes[0] is 2 or 3 && steps[0] == 2 && starts[0] is 0 or 1 && ends[0] >= int.MaxValue;
        return isEverySecond ? ((int)axes[0], (int)starts[0]) : null;
    }

    private static bool CanFold(OnnxModel model, NodeProto convolution)
    {
        bool isPlain = convolution.Int("group", 1) == 1
            && (convolution.Ints("strides") ?? [1, 1]).All(stride => stride == 1)
            && (convolution.Ints("dilations") ?? [1, 1]).All(dilation => dilation == 1)
            && convolution.Text("auto_pad", "NOTSET") == "NOTSET";
        return isPlain && model.Initializer(convolution.Input[1]) is { } weight && weight.IsFloat() && weight.Dims.Count == 4 && weight.Dims[1] % 4 == 0;
    }

    private static void Fold(OnnxModel model, NodeProto convolution, (string Source, int Row, int Column)[] parts)
    {
        TensorProto weight = model.Initializer(convolution.Input[1])!;
        float[] old = model.Floats(weight.Name);
        int outputs = (int)weight.Dims[0];
        int stacked = (int)weight.Dims[1];
        int height = (int)weight.Dims[2];
        int width = (int)weight.Dims[3];
        int channels = stacked / 4;
        float[] wide = new float[old.Length];
        for (int i = 0; i < old.Length; i++)
        {
            int x = i % width;
            int y = i / width % height;
            int input = i / (width * height) % stacked;
            int output = i / (width * height * stacked);
            (_, int row, int column) = parts[input / channels];
            int target = (((output * channels) + (input % channels)) * 2 * height) + (2 * y) + row;
            wide[(target * 2 * width) + (2 * x) + column] = old[i];
        }

        string name = model.FreeName(weight.Name + "_wide");
        model.SetInitializer(TensorValues.Of(name, wide, outputs, channels, 2 * height, 2 * width));
        convolution.Input[0] = parts[0].Source;
        convolution.Input[1] = name;
        convolution.With("kernel_shape", [2 * height, 2 * width])
            .With("strides", [2, 2])
            .With("pads", [.. (convolution.Ints("pads") ?? [0, 0, 0, 0]).Select(pad => 2 * pad)]);
        model.Touch();
    }
}
