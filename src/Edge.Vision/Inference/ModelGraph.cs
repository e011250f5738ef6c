using Edge.Domain.Geometry;
using Edge.Vision.Preprocessing;
using Microsoft.ML.OnnxRuntime;
using Microsoft.ML.OnnxRuntime.Tensors;

namespace Edge.Vision.Inference;

/// <summary>What a session says of its model: one picture in, tensors out.</summary>
/// <param name="Input">The input, open sizes still open.</param>
/// <param name="Layout">Where the channels are.</param>
/// <param name="Channels">3, or 1 for grey pictures.</param>
/// <param name="Type">Element type of the input.</param>
/// <param name="Outputs">The outputs, in the model's order.</param>
/// <param name="Metadata">Free entries that the exporter left.</param>
internal sealed record ModelGraph(
    TensorShape Input,
    TensorLayout Layout,
    int Channels,
    TensorType Type,
    IReadOnlyList<TensorShape> Outputs,
    IReadOnlyDictionary<string, string> Metadata)
{
    private const string WhatIsAllowed = "allowed is one input of 4 dimensions with 3 channels (or 1, grey), of Float, Float16 or UInt8";

    /// <summary>Columns of the input, -1 when open.</summary>
    public int Width => Input.Sizes[Layout == TensorLayout.Nchw ? 3 : 2];

    /// <summary>Rows of the input, -1 when open.</summary>
    public int Height => Input.Sizes[Layout == TensorLayout.Nchw ? 2 : 1];

    /// <summary>Pictures in one run, -1 when open.</summary>
    public int Batch => Input.Sizes[0];

    /// <summary>Reads and checks what can be known without running the model.</summary>
    /// <exception cref="ModelRefusedException">Its input is not a picture, or an output is of a type that can't be read.</exception>
    public static ModelGraph Read(InferenceSession session)
    {
        TensorShape[] inputs = [.. session.InputNames.Select(name => Shape(name, session.InputMetadata[name]))];
        if (inputs.Length != 1)
            throw new ModelRefusedException($"the model has {inputs.Length} inputs ({string.Join(", ", inputs.AsEnumerable())}); {WhatIsAllowed}");
        TensorShape input = inputs[0];
        TensorType? type = input.Type switch
        {
            nameof(TensorElementType.Float) => TensorType.Float32,
            nameof(TensorElementType.Float16) => TensorType.Float16,
            nameof(TensorElementType.UInt8) => TensorType.UInt8,
            _ => null,
        };
        if (type is null || FindChannels(input) is not (TensorLayout layout, int channels))
            throw new ModelRefusedException($"the model's input is {input}; {WhatIsAllowed}");

        TensorShape[] outputs = [.. session.OutputNames.Select(name => Shape(name, session.OutputMetadata[name]))];
        foreach (TensorShape output in outputs)
        {
            if (InferenceBinding.ElementSize(output.Type) == 0)
                throw new ModelRefusedException($"the model's output is {output}; allowed are Float, Float16, Int64, Int32 and UInt8");
        }

        return new ModelGraph(input, layout, channels, type.Value, outputs, session.ModelMetadata.CustomMetadataMap);
    }

    /// <summary>The input for <paramref name="batch"/> pictures of <paramref name="size"/>.</summary>
    public TensorShape InputOf(int batch, SizePx size) => Input with
    {
        Sizes = Layout == TensorLayout.Nchw ? [batch, Channels, size.Height, size.Width] : [batch, size.Height, size.Width, Channels],
    };

    // Three channels first, planes first: a size of 1 or 3 that both readings could claim is the rarer one's only then.
    private static (TensorLayout Layout, int Channels)? FindChannels(TensorShape input)
    {
        foreach (int channels in (ReadOnlySpan<int>)[3, 1])
        {
            if (input.Fits(-1, channels, -1, -1))
                return (TensorLayout.Nchw, channels);
            if (input.Fits(-1, -1, -1, channels))
                return (TensorLayout.Nhwc, channels);
        }

        return null;
    }

    private static TensorShape Shape(string name, NodeMetadata metadata) =>
        metadata.IsTensor
            ? new TensorShape(name, metadata.ElementDataType.ToString(), metadata.Dimensions)
            : new TensorShape(name, metadata.OnnxValueType.ToString(), []);
}
