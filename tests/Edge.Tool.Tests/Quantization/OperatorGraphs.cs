using Edge.Testing.Onnx;
using Edge.Tool.Tests.Onnx;

namespace Edge.Tool.Tests.Quantization;

/// <summary>Small float graphs, one for each kind of operator that can compute on bytes, between convolutions. Input "x" of 1x4x12x12.</summary>
internal static class OperatorGraphs
{
    public static readonly int[] InputSizes = [1, 4, 12, 12];

    /// <summary>The graph of that name, and the operator that ONNX Runtime must make of it.</summary>
    public static (byte[] Model, string Fused) Get(string name) => name switch
    {
        "convolution" => (Graph(graph => graph.Chain("x", "y0", 4, 16, 3, 2, 1)), "QLinearConv"),
        "relu" => (Graph(graph => graph.Chain("x", "c", 4, 16, 3, 1, 1).Node("Relu", ["c"], ["y0"])), "QLinearConv"),
        "clip" => (Graph(graph => graph.Chain("x", "c", 4, 16, 3, 1, 1).Floats("low", [0]).Floats("high", [0.5f]).Node("Clip", ["c", "low", "high"], ["y0"])), "QLinearConv"),
        "depthwise" => (Graph(graph => graph.Chain("x", "c", 4, 16, 1, 1, 0).Node("Relu", ["c"], ["r"]).Depthwise("r", "y0", 16)), "QLinearConv"),
        "leaky" => (Graph(graph => graph.Chain("x", "c", 4, 16, 3, 1, 1).Node("LeakyRelu", ["c"], ["y0"], ("alpha", 0.1f))), "QLinearLeakyRelu"),
        "silu" => (Graph(graph => graph.Chain("x", "c", 4, 16, 3, 1, 1).Node("Sigmoid", ["c"], ["s"]).Node("Mul", ["c", "s"], ["y0"])), "QLinearMul"),
        "sigmoid" => (Graph(graph => graph.Chain("x", "c", 4, 16, 3, 1, 1).Node("Sigmoid", ["c"], ["y0"])), "QLinearSigmoid"),
        "residual" => (Graph(graph => graph.Chain("x", "a", 4, 16, 3, 1, 1).Chain("x", "b", 4, 16, 1, 1, 0).Node("Add", ["a", "b"], ["sum"]).Node("Relu", ["sum"], ["y0"])), "QLinearAdd"),
        "concat" => (Graph(graph => graph.Chain("x", "a", 4, 8, 3, 1, 1).Chain("x", "b", 4, 8, 1, 1, 0, factor: 9).Node("Concat", ["a", "b"], ["y0"], ("axis", 1))), "QLinearConcat"),
        "maxpool" => (Graph(graph => graph.Chain("x", "c", 4, 16, 3, 1, 1).Node("MaxPool", ["c"], ["y0"], ("kernel_shape", new[] { 3, 3 }), ("strides", new[] { 2, 2 }), ("pads", new[] { 1, 1, 1, 1 }))), "NhwcMaxPool"),
        "averagepool" => (Graph(graph => graph.Chain("x", "c", 4, 16, 3, 1, 1).Node("AveragePool", ["c"], ["y0"], ("kernel_shape", new[] { 2, 2 }), ("strides", new[] { 2, 2 }))), "QLinearAveragePool"),
        "globalaveragepool" => (Graph(graph => graph.Chain("x", "c", 4, 16, 3, 1, 1).Node("GlobalAveragePool", ["c"], ["y0"])), "QLinearGlobalAveragePool"),
        "nearest" => (Graph(graph => graph.Chain("x", "c", 4, 16, 3, 2, 1).Floats("scales", [1, 1, 2, 2], 4)
            .Node("Resize", ["c", "", "scales"], ["y0"], ("mode", "nearest"), ("coordinate_transformation_mode", "asymmetric"), ("nearest_mode", "floor"))), "QLinearConv"),
        "slice" => (Graph(graph => graph.Chain("x", "c", 4, 16, 3, 1, 1).Integers("start", [1], 1).Integers("end", [9], 1).Integers("axis", [2], 1).Integers("step", [2], 1)
            .Node("Slice", ["c", "start", "end", "axis", "step"], ["y0"])), "Slice"),
        "split" => (Graph(graph => graph.Chain("x", "c", 4, 16, 3, 1, 1).Integers("parts", [4, 12], 2).Node("Split", ["c", "parts"], ["left", "right"], ("axis", 1))
            .Chain("left", "l", 4, 16, 1, 1, 0).Chain("right", "r", 12, 16, 1, 1, 0).Node("Add", ["l", "r"], ["y0"])), "Split"),
        "transpose" => (Graph(graph => graph.Chain("x", "c", 4, 16, 3, 1, 1).Node("Transpose", ["c"], ["y0"], ("perm", new[] { 0, 1, 3, 2 }))), "Transpose"),
        "gemm" => (Matrix(graph => graph.Floats("w", TestGraphs.Noise(16 * 8, 7), 8, 16).Floats("v", TestGraphs.Noise(8, 8), 8).Node("Gemm", ["flat", "w", "v"], ["y"], ("transB", 1), ("alpha", 1f), ("beta", 1f))), "QGemm"),
        "matmul" => (Matrix(graph => graph.Floats("w", TestGraphs.Noise(16 * 8, 7), 16, 8).Node("MatMul", ["flat", "w"], ["y"])), "QLinearMatMul"),
        _ => throw new ArgumentException(name),
    };

    /// <summary>The graph between the input and a last convolution, whose result is the output: what is in front of it is wanted as bytes.</summary>
    private static byte[] Graph(Func<OnnxGraph, OnnxGraph> build) =>
        build(new OnnxGraph().Input("x", OnnxType.Float, 1, 4, 12, 12)).Chain("y0", "y", 16, 16, 1, 1, 0).Output("y", OnnxType.Float, "n", "c", "h", "w").ToModel();

    private static byte[] Matrix(Func<OnnxGraph, OnnxGraph> build) => build(new OnnxGraph().Input("x", OnnxType.Float, 1, 4, 12, 12)
            .Chain("x", "c", 4, 16, 3, 1, 1).Node("GlobalAveragePool", ["c"], ["pooled"]).Node("Flatten", ["pooled"], ["flat"]))
        .Output("y", OnnxType.Float, 1, 8).ToModel();

    private static OnnxGraph Chain(this OnnxGraph graph, string from, string to, int inputs, int outputs, int kernel, int stride, int pad, float factor = 1) => graph
        .Floats(to + "_w", [.. TestGraphs.Noise(outputs * inputs * kernel * kernel, to[0] + outputs).Select(value => value * factor)], outputs, inputs, kernel, kernel)
        .Floats(to + "_b", TestGraphs.Noise(outputs, to[0]), outputs)
        .Node("Conv", [from, to + "_w", to + "_b"], [to], ("kernel_shape", new[] { kernel, kernel }), ("strides", new[] { stride, stride }), ("pads", new[] { pad, pad, pad, pad }));

    private static OnnxGraph Depthwise(this OnnxGraph graph, string from, string to, int channels) => graph
        .Floats(to + "_w", TestGraphs.Noise(channels * 9, 5), channels, 1, 3, 3)
        .Node("Conv", [from, to + "_w"], [to], ("kernel_shape", new[] { 3, 3 }), ("group", channels), ("pads", new[] { 1, 1, 1, 1 }), ("strides", new[] { 2, 2 }));
}
