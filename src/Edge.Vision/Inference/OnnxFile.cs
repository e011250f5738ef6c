namespace Edge.Vision.Inference;

/// <summary>
/// A look at an ONNX file's own structure before any library parses it: that it is whole, that it is a model, and that no tensor's
/// data lies outside of it (ONNX lets a model name any file of the machine for that).
/// Field numbers are those of onnx.proto3.
/// </summary>
public static class OnnxFile
{
    private const int MaximumDepth = 32;

    /// <summary>Checks the bytes of <paramref name="source"/>.</summary>
    /// <exception cref="ModelRefusedException">They are no whole ONNX model, or one with external data.</exception>
    public static void Check(ModelSource source)
    {
        bool hasVersion = false;
        bool hasGraph = false;
        try
        {
            ProtobufReader model = new(source.Bytes);
            while (model.Next())
            {
                switch (model.Field)
                {
                    case 1: // ir_version
                        hasVersion = true;
                        break;
                    case 7: // graph
                        hasGraph = true;
                        CheckGraph(model.Message(), 0);
                        break;
                    case 20: // training_info: initialization and algorithm graphs
                        CheckChildren(model.Message(), graphFields: [1, 2], 0);
                        break;
                    case 25: // functions
                        CheckFunction(model.Message());
                        break;
                }
            }
        }
        catch (InvalidDataException e)
        {
            throw new ModelRefusedException(ModelFault.NotOnnx, $"model '{source.Origin}' is not an ONNX file, or is damaged or cut short: {e.Message}", e);
        }
        catch (ModelRefusedException e)
        {
            throw new ModelRefusedException(e.Fault, $"model '{source.Origin}': {e.Message}", e);
        }

        if (!hasVersion || !hasGraph)
            throw new ModelRefusedException(ModelFault.NotOnnx, $"model '{source.Origin}' is not an ONNX file: it has no {(hasVersion ? "graph" : "IR version")}");
    }

    /// <summary>In what numbers the model of <paramref name="source"/>, which was checked, computes.</summary>
    public static ModelPrecision Precision(ModelSource source)
    {
        bool isHalf = false;
        ProtobufReader model = new(source.Bytes);
        while (model.Next())
        {
            if (model.Field != 7)
                continue;
            ProtobufReader graph = model.Message();
            while (graph.Next())
            {
                if (graph.Field == 1 && Quantizes(graph.Message()))
                    return ModelPrecision.Int8;
                isHalf |= graph.Field == 5 && IsHalf(graph.Message());
            }
        }

        return isHalf ? ModelPrecision.Float16 : ModelPrecision.Float32;
    }

    private static bool Quantizes(ProtobufReader node)
    {
        while (node.Next())
        {
            if (node.Field == 4) // op_type
            {
                string operation = node.Text();
                return operation is "QuantizeLinear" or "DequantizeLinear" or "DynamicQuantizeLinear" or "ConvInteger" or "MatMulInteger"
                    || operation.StartsWith("QLinear", StringComparison.Ordinal);
            }
        }

        return false;
    }

    private static bool IsHalf(ProtobufReader tensor)
    {
        while (tensor.Next())
        {
            if (tensor.Field == 2) // data_type: 10 is FLOAT16
                return tensor.Number == 10;
        }

        return false;
    }

    private static void CheckGraph(ProtobufReader graph, int depth)
    {
        if (depth > MaximumDepth)
            throw new ModelRefusedException($"graphs are nested more than {MaximumDepth} deep");
        while (graph.Next())
        {
            switch (graph.Field)
            {
                case 1: // node
                    CheckNode(graph.Message(), depth);
                    break;
                case 5: // initializer
                    CheckTensor(graph.Message());
                    break;
                case 15: // sparse_initializer
                    CheckSparse(graph.Message());
                    break;
            }
        }
    }

    private static void CheckFunction(ProtobufReader function)
    {
        while (function.Next())
        {
            if (function.Field == 7) // node
                CheckNode(function.Message(), 0);
            else if (function.Field == 11) // attribute_proto
                CheckAttribute(function.Message(), 0);
        }
    }

    private static void CheckNode(ProtobufReader node, int depth)
    {
        while (node.Next())
        {
            if (node.Field == 5) // attribute
                CheckAttribute(node.Message(), depth);
        }
    }

    private static void CheckAttribute(ProtobufReader attribute, int depth)
    {
        while (attribute.Next())
        {
            switch (attribute.Field)
            {
                case 5: // t
                case 10: // tensors
                    CheckTensor(attribute.Message());
                    break;
                case 6: // g
                case 11: // graphs
                    CheckGraph(attribute.Message(), depth + 1);
                    break;
                case 22: // sparse_tensor
                case 23: // sparse_tensors
                    CheckSparse(attribute.Message());
                    break;
            }
        }
    }

    private static void CheckSparse(ProtobufReader sparse)
    {
        while (sparse.Next())
        {
            if (sparse.Field is 1 or 2) // values, indices
                CheckTensor(sparse.Message());
        }
    }

    private static void CheckTensor(ProtobufReader tensor)
    {
        bool isExternal = false;
        string name = "";
        while (tensor.Next())
        {
            switch (tensor.Field)
            {
                case 8: // name
                    name = tensor.Text();
                    break;
                case 13: // external_data
                    isExternal = true;
                    break;
                case 14: // data_location: 1 is EXTERNAL
                    isExternal |= tensor.Number != 0;
                    break;
            }
        }

        if (isExternal)
            throw new ModelRefusedException(ModelFault.ExternalData, $"tensor '{name}' has its data in another file; allowed: models in one file");
    }

    private static void CheckChildren(ProtobufReader message, ReadOnlySpan<int> graphFields, int depth)
    {
        while (message.Next())
        {
            if (graphFields.Contains(message.Field))
                CheckGraph(message.Message(), depth + 1);
        }
    }
}
