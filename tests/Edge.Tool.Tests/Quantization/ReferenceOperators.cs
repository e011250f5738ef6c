using Edge.Tool.Onnx;

namespace Edge.Tool.Tests.Quantization;

/// <summary>One element of an operator's result, straight from ONNX's definition, in double precision.</summary>
internal static class ReferenceOperators
{
    public static double Element(NodeProto node, int output, RealTensor?[] inputs, int[] sizes, int index)
    {
        RealTensor x = inputs[0]!;
        return node.OpType switch
        {
            "Conv" => Convolution(node, x, inputs[1]!, inputs.ElementAtOrDefault(2), sizes, index),
            "Gemm" => Gemm(node, x, inputs[1]!, inputs.ElementAtOrDefault(2), sizes, index),
            "MatMul" => Product(x, inputs[1]!, sizes, index, isTransposed: false),
            "Add" => Broadcast(x, sizes, index) + Broadcast(inputs[1]!, sizes, index),
            "Mul" => Broadcast(x, sizes, index) * Broadcast(inputs[1]!, sizes, index),
            "Sigmoid" => 1 / (1 + Math.Exp(-x.Values[index])),
            "LeakyRelu" => x.Values[index] < 0 ? x.Values[index] * node.Float("alpha", 0.01f) : x.Values[index],
            "Concat" => Concat(node, inputs!, sizes, index),
            "MaxPool" => Pool(node, x, sizes, index, values => values.Max()),
            "AveragePool" => Pool(node, x, sizes, index, values => values.Average()),
            "GlobalAveragePool" => x.Values.AsSpan(index * x.Stride(1), x.Stride(1)).ToArray().Average(),
            "Reshape" or "Flatten" or "Squeeze" or "Unsqueeze" => x.Values[index],
            "Transpose" => Transposed(node, x, sizes, index),
            "Slice" => Sliced(inputs!, sizes, index),
            "Split" => Splitted(node, output, inputs!, sizes, index),
            "Resize" => Nearest(x, sizes, index),
            _ => throw new NotSupportedException($"no reference for {node.OpType}"),
        };
    }

    private static double Convolution(NodeProto node, RealTensor x, RealTensor w, RealTensor? bias, int[] sizes, int index)
    {
        (int channel, int row, int column) = (index / (sizes[2] * sizes[3]) % sizes[1], index / sizes[3] % sizes[2], index % sizes[3]);
        long[] strides = node.Ints("strides") ?? [1, 1];
        long[] pads = node.Ints("pads") ?? [0, 0, 0, 0];
        long[] dilations = node.Ints("dilations") ?? [1, 1];
        int groups = (int)node.Int("group", 1);
        int groupInputs = w.Sizes[1];
        int firstInput = channel / (sizes[1] / groups) * groupInputs;
        double sum = bias?.Values[channel] ?? 0;
        for (int input = 0; input < groupInputs; input++)
        {
            for (int ky = 0; ky < w.Sizes[2]; ky++)
            {
                long y = (row * strides[0]) - pads[0] + (ky * dilations[0]);
                for (int kx = 0; kx < w.Sizes[3] && y >= 0 && y < x.Sizes[2]; kx++)
                {
                    long at = (column * strides[1]) - pads[1] + (kx * dilations[1]);
                    if (at >= 0 && at < x.Sizes[3])
                        sum += x.Values[(((firstInput + input) * x.Sizes[2]) + y) * x.Sizes[3] + at] * w.Values[((((channel * groupInputs) + input) * w.Sizes[2]) + ky) * w.Sizes[3] + kx];
                }
            }
        }

        return sum;
    }

    private static double Gemm(NodeProto node, RealTensor a, RealTensor b, RealTensor? c, int[] sizes, int index) =>
        Product(a, b, sizes, index, node.Int("transB", 0) != 0) + (c is null ? 0 : Broadcast(c, sizes, index));

    private static double Product(RealTensor a, RealTensor b, int[] sizes, int index, bool isTransposed)
    {
        int inner = a.Sizes[^1];
        int row = index / sizes[^1];
        int column = index % sizes[^1];
        return Enumerable.Range(0, inner).Sum(k => a.Values[(row * inner) + k] * (isTransposed ? b.Values[(column * inner) + k] : b.Values[(k * sizes[^1]) + column]));
    }

    private static double Broadcast(RealTensor tensor, int[] sizes, int index)
    {
        int[] place = Place(sizes, index);
        int at = 0;
        int skipped = sizes.Length - tensor.Sizes.Length;
        for (int axis = 0; axis < tensor.Sizes.Length; axis++)
            at += (tensor.Sizes[axis] == 1 ? 0 : place[axis + skipped]) * tensor.Stride(axis);
        return tensor.Values[at];
    }

    private static double Concat(NodeProto node, RealTensor[] inputs, int[] sizes, int index)
    {
        int axis = (int)node.Int("axis", 0);
        axis = axis < 0 ? axis + sizes.Length : axis;
        int[] place = Place(sizes, index);
        foreach (RealTensor input in inputs)
        {
            if (place[axis] < input.Sizes[axis])
                return At(input, place);
            place[axis] -= input.Sizes[axis];
        }

        throw new InvalidOperationException("concat");
    }

    private static double Pool(NodeProto node, RealTensor x, int[] sizes, int index, Func<IEnumerable<double>, double> pool)
    {
        int[] place = Place(sizes, index);
        long[] kernel = node.Ints("kernel_shape")!;
        long[] strides = node.Ints("strides") ?? [1, 1];
        long[] pads = node.Ints("pads") ?? [0, 0, 0, 0];
        List<double> values = [];
        for (int ky = 0; ky < kernel[0]; ky++)
        {
            for (int kx = 0; kx < kernel[1]; kx++)
            {
                int y = (int)((place[2] * strides[0]) - pads[0] + ky);
                int column = (int)((place[3] * strides[1]) - pads[1] + kx);
                if (y >= 0 && y < x.Sizes[2] && column >= 0 && column < x.Sizes[3])
                    values.Add(At(x, [place[0], place[1], y, column]));
            }
        }

        return pool(values);
    }

    private static double Transposed(NodeProto node, RealTensor x, int[] sizes, int index)
    {
        long[] order = node.Ints("perm") ?? [.. Enumerable.Range(0, sizes.Length).Reverse().Select(axis => (long)axis)];
        int[] place = Place(sizes, index);
        int[] from = new int[sizes.Length];
        for (int axis = 0; axis < sizes.Length; axis++)
            from[order[axis]] = place[axis];
        return At(x, from);
    }

    private static double Sliced(RealTensor[] inputs, int[] sizes, int index)
    {
        RealTensor x = inputs[0];
        int[] place = Place(sizes, index);
        for (int i = 0; i < inputs[1].Count; i++)
        {
            int axis = (int)inputs[3].Values[i];
            int step = inputs.Length > 4 ? (int)inputs[4].Values[i] : 1;
            int start = (int)inputs[1].Values[i];
            place[axis] = (start < 0 ? start + x.Sizes[axis] : start) + (place[axis] * step);
        }

        return At(x, place);
    }

    private static double Splitted(NodeProto node, int output, RealTensor[] inputs, int[] sizes, int index)
    {
        int axis = (int)node.Int("axis", 0);
        axis = axis < 0 ? axis + sizes.Length : axis;
        int[] place = Place(sizes, index);
        place[axis] += inputs.Length > 1 ? (int)inputs[1].Values.Take(output).Sum() : output * sizes[axis];
        return At(inputs[0], place);
    }

    private static double Nearest(RealTensor x, int[] sizes, int index)
    {
        int[] place = Place(sizes, index);
        return At(x, [place[0], place[1], place[2] * x.Sizes[2] / sizes[2], place[3] * x.Sizes[3] / sizes[3]]);
    }

    private static int[] Place(int[] sizes, int index)
    {
        int[] place = new int[sizes.Length];
        for (int axis = sizes.Length - 1; axis >= 0; axis--)
        {
            place[axis] = index % sizes[axis];
            index /= sizes[axis];
        }

        return place;
    }

    private static double At(RealTensor tensor, int[] place)
    {
        int at = 0;
        for (int axis = 0; axis < place.Length; axis++)
            at = (at * tensor.Sizes[axis]) + place[axis];
        return tensor.Values[at];
    }
}
