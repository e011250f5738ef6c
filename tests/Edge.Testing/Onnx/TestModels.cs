namespace Edge.Testing.Onnx;

/// <summary>Small models with known behaviour.</summary>
public static class TestModels
{
    /// <summary>Gives the same outputs whatever it is shown.</summary>
    public static byte[] Constant(object[] input, (string Name, float[] Values, int[] Sizes)[] outputs, params (string Key, string Value)[] metadata)
    {
        OnnxGraph graph = new OnnxGraph().Input("images", OnnxType.Float, input);
        foreach ((string name, float[] values, int[] sizes) in outputs)
        {
            graph.Floats(name + "_values", values, sizes)
                .Node("Identity", [name + "_values"], [name])
                .Output(name, OnnxType.Float, [.. sizes.Select(size => (object)size)]);
        }

        return graph.ToModel(metadata);
    }

    /// <summary>A YOLOX of 32 by 32 pixels (21 cells) that always says what <paramref name="cells"/> says, rows of five numbers and the classes.</summary>
    public static byte[] Yolox(int classes, Dictionary<int, float[]> cells)
    {
        float[] rows = new float[21 * (5 + classes)];
        foreach ((int cell, float[] row) in cells)
            row.CopyTo(rows, cell * (5 + classes));
        return Constant([1, 3, 32, 32], [("output", rows, [1, 21, 5 + classes])]);
    }

    /// <summary>A classifier of any number of pictures whose three numbers are the means of the three channels.</summary>
    public static byte[] ChannelMeans(object batch, int side) => new OnnxGraph()
        .Input("images", OnnxType.Float, batch, 3, side, side)
        .Node("ReduceMean", ["images"], ["means"], ("axes", new[] { 2, 3 }), ("keepdims", 0))
        .Output("means", OnnxType.Float, batch, 3)
        .ToModel();

    /// <summary>A classifier of grey pictures, brightness over a half (128) or not: two numbers, mean less 128 and its opposite.</summary>
    /// <param name="sizes">Of the input: <c>[n, 1, h, w]</c> or <c>[n, h, w, 1]</c>.</param>
    public static byte[] LightOrDark(params object[] sizes) => new OnnxGraph()
        .Input("images", OnnxType.Float, sizes)
        .Integers("row", [-1, 1], 2)
        .Floats("half", [128], 1)
        .Node("ReduceMean", ["images"], ["mean"], ("axes", new[] { 1, 2, 3 }), ("keepdims", 0))
        .Node("Reshape", ["mean", "row"], ["means"])
        .Node("Sub", ["means", "half"], ["light"])
        .Node("Neg", ["light"], ["dark"])
        .Node("Concat", ["light", "dark"], ["scores"], ("axis", 1))
        .Output("scores", OnnxType.Float, sizes[0], 2)
        .ToModel();

    /// <summary>An SSD whose number of rows depends on the picture: two on a white one (by ImageNet's mean and deviation), none on a black one.</summary>
    public static byte[] SsdWithOpenRows() => new OnnxGraph()
        .Input("images", OnnxType.Float, 1, 3, 32, 32)
        .Floats("all_boxes", [0, 0, 0.5f, 0.5f, 0.5f, 0.5f, 1, 1, 0, 0, 1, 1], 1, 3, 4)
        .Integers("all_labels", [1, 2, 0], 1, 3)
        .Floats("all_scores", [0.9f, 0.8f, 0.7f], 1, 3)
        .Integers("row", [1], 1)
        .Integers("zero", [0], 1)
        .Node("ReduceMax", ["images"], ["largest"], ("keepdims", 0))
        .Node("Relu", ["largest"], ["positive"])
        .Node("Cast", ["positive"], ["count"], ("to", (int)OnnxType.Int64))
        .Node("Reshape", ["count", "row"], ["end"])
        .Node("Slice", ["all_boxes", "zero", "end", "row"], ["bboxes"])
        .Node("Slice", ["all_labels", "zero", "end", "row"], ["labels"])
        .Node("Slice", ["all_scores", "zero", "end", "row"], ["scores"])
        .Output("bboxes", OnnxType.Float, 1, "n", 4)
        .Output("labels", OnnxType.Int64, 1, "n")
        .Output("scores", OnnxType.Float, 1, "n")
        .ToModel();

    /// <summary>
    /// A YOLOX of 32 by 32 pixels and one class that needs practically for ever on any picture but a black one:
    /// it goes round a loop once for each millionth of a pixel value.
    /// </summary>
    public static byte[] Endless()
    {
        OnnxGraph body = new OnnxGraph("body")
            .Input("round", OnnxType.Int64)
            .Input("go_on", OnnxType.Bool)
            .Input("before", OnnxType.Float, 64, 64)
            .Node("Identity", ["go_on"], ["still"])
            .Node("MatMul", ["before", "weights"], ["after"])
            .Output("still", OnnxType.Bool)
            .Output("after", OnnxType.Float, 64, 64);
        return new OnnxGraph()
            .Input("images", OnnxType.Float, 1, 3, 32, 32)
            .Floats("weights", new float[64 * 64], 64, 64)
            .Floats("million", [1e6f], 1)
            .Floats("rows", new float[21 * 6], 1, 21, 6)
            .Integers("scalar", [], 0)
            .Node("ReduceMax", ["images"], ["largest"], ("keepdims", 0))
            .Node("Mul", ["largest", "million"], ["count"])
            .Node("Cast", ["count"], ["rounds_row"], ("to", (int)OnnxType.Int64))
            .Node("Reshape", ["rounds_row", "scalar"], ["rounds"])
            .Node("Loop", ["rounds", "", "weights"], ["last"], ("body", body))
            .Node("ReduceSum", ["last"], ["sum"], ("keepdims", 0))
            .Node("Add", ["rows", "sum"], ["output"])
            .Output("output", OnnxType.Float, 1, 21, 6)
            .ToModel();
    }
}
