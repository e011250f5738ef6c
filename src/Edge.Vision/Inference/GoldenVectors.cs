using Edge.Contracts.Packs;
using Edge.Domain.Frames;
using Edge.Vision.Preprocessing;

namespace Edge.Vision.Inference;

/// <summary>Inputs whose outputs are known: they show that a model computes here what it computed where its pack was made.</summary>
public static class GoldenVectors
{
    /// <summary>Runs each of the golden inputs and compares.</summary>
    /// <param name="model">The stage whose inputs they are.</param>
    /// <param name="pack">Where their files are.</param>
    /// <param name="vectors">Those of the manifest, or of its classifier.</param>
    /// <exception cref="ModelRefusedException">An output differs by more than its tolerance, or a file has the wrong shape.</exception>
    public static void Check(VisionModel model, Pack pack, IReadOnlyList<PackGolden> vectors)
    {
        ArgumentNullException.ThrowIfNull(vectors);
        ArgumentNullException.ThrowIfNull(model);
        ArgumentNullException.ThrowIfNull(pack);
        Check(pack, vectors, input => Record(model, input));
    }

    /// <summary>Gives each of the golden inputs to <paramref name="record"/> and compares what it answers.</summary>
    /// <exception cref="ModelRefusedException">An output differs by more than its tolerance, or a file has the wrong shape.</exception>
    internal static void Check(Pack pack, IReadOnlyList<PackGolden> vectors, Func<PackTensor, PackTensor[]> record)
    {
        try
        {
            foreach (PackGolden golden in vectors)
            {
                PackTensor[] actual = record(PackTensor.Read(pack.File(golden.Input), golden.Input));
                if (actual.Length != golden.Outputs.Count)
                    throw new ModelRefusedException(ModelFault.Golden, $"pack '{pack.Origin}': '{golden.Input}' has {golden.Outputs.Count} golden outputs; the model gives {actual.Length}");
                for (int i = 0; i < actual.Length; i++)
                    Compare(PackTensor.Read(pack.File(golden.Outputs[i]), golden.Outputs[i]), actual[i], golden, i, pack.Origin);
            }
        }
        catch (PackRefusedException e)
        {
            throw new ModelRefusedException(ModelFault.Golden, $"pack '{pack.Origin}': {e.Message}", e);
        }
    }

    /// <summary>What the model gives for <paramref name="input"/>, for the tools that make packs.</summary>
    /// <exception cref="ModelRefusedException">The input has another shape than the model's, or the model fails on it.</exception>
    public static unsafe PackTensor[] Record(VisionModel model, PackTensor input)
    {
        ArgumentNullException.ThrowIfNull(model);
        ArgumentNullException.ThrowIfNull(input);
        int batch = Math.Max(model.Graph.Batch, 1);
        TensorShape wanted = model.Graph.InputOf(batch, model.Definition.Input.Size);
        if (!wanted.Sizes.SequenceEqual(input.Sizes))
            throw new ModelRefusedException(ModelFault.Golden, $"a golden input is [{string.Join('x', input.Sizes)}]; the model takes {wanted}");
        using InferenceBinding binding = model.Bind(batch);
        Write(input.Elements, binding.Input, wanted.Type);
        try
        {
            binding.Run();
        }
        catch (InvalidOperationException e)
        {
            throw new ModelRefusedException($"model '{model.Definition.Name}' fails on a golden input: {e.Message}", e);
        }

        PackTensor[] outputs = new PackTensor[binding.Outputs.Length];
        for (int i = 0; i < outputs.Length; i++)
        {
            OutputTensor output = binding.Outputs[i];
            int count = output.Sizes.Aggregate(1, (product, size) => product * size);
            outputs[i] = new PackTensor([.. output.Sizes], new ReadOnlySpan<float>(output.Data, count).ToArray());
        }

        return outputs;
    }

    /// <summary>The input that the agent makes of <paramref name="frame"/>, in every place of a batch whose size the graph fixes.</summary>
    public static unsafe PackTensor Preprocess(VisionModel model, in FrameView frame)
    {
        ArgumentNullException.ThrowIfNull(model);
        InputSpec spec = model.Definition.Input;
        int batch = Math.Max(model.Graph.Batch, 1);
        using FramePreprocessor preprocessor = new(spec);
        byte[] bytes = new byte[spec.SizeBytes];
        float[] elements = new float[batch * spec.ElementCount];
        fixed (byte* input = bytes)
        {
            preprocessor.Write(frame, (nint)input);
            for (int i = 0; i < elements.Length; i++)
                elements[i] = Element(input, i % spec.ElementCount, spec.Type);
        }

        return new PackTensor(model.Graph.InputOf(batch, spec.Size).Sizes, elements);
    }

    /// <summary>
    /// How far <paramref name="other"/> lies from <paramref name="reference"/>: the largest difference of an element relative to the larger of 1
    /// and its value, and the root mean square of the differences relative to that of the values. Both as golden vectors bound them.
    /// </summary>
    /// <exception cref="ArgumentException">They are of different sizes.</exception>
    public static (double Largest, double Rms) Distance(PackTensor reference, PackTensor other)
    {
        ArgumentNullException.ThrowIfNull(reference);
        ArgumentNullException.ThrowIfNull(other);
        if (!reference.Sizes.SequenceEqual(other.Sizes))
            throw new ArgumentException($"[{string.Join('x', other.Sizes)}] is not [{string.Join('x', reference.Sizes)}]", nameof(other));
        double largest = 0, noise = 0, signal = 0;
        for (int i = 0; i < reference.Elements.Length; i++)
        {
            double value = reference.Elements[i], difference = Math.Abs(value - other.Elements[i]);
            largest = Math.Max(largest, difference / Math.Max(1, Math.Abs(value)));
            noise += difference * difference;
            signal += value * value;
        }

        return (largest, noise == 0 ? 0 : Math.Sqrt(noise / signal));
    }

    private static unsafe float Element(byte* input, int index, TensorType type) => type switch
    {
        TensorType.Float32 => ((float*)input)[index],
        TensorType.Float16 => (float)((Half*)input)[index],
        _ => input[index],
    };

    private static unsafe void Write(float[] elements, nint input, string type)
    {
        for (int i = 0; i < elements.Length; i++)
        {
            switch (type)
            {
                case "Float":
                    ((float*)input)[i] = elements[i];
                    break;
                case "Float16":
                    ((Half*)input)[i] = (Half)elements[i];
                    break;
                default:
                    ((byte*)input)[i] = (byte)Math.Clamp(elements[i], 0, 255);
                    break;
            }
        }
    }

    private static void Compare(PackTensor expected, PackTensor actual, PackGolden golden, int index, string origin)
    {
        if (!expected.Sizes.SequenceEqual(actual.Sizes))
            throw new ModelRefusedException(ModelFault.Golden, $"pack '{origin}': golden output '{golden.Outputs[index]}' is [{string.Join('x', expected.Sizes)}]; the model gives [{string.Join('x', actual.Sizes)}]");
        double noise = 0, signal = 0;
        for (int i = 0; i < expected.Elements.Length; i++)
        {
            float wanted = expected.Elements[i], difference = wanted - actual.Elements[i];
            float limit = golden.Tolerance * Math.Max(1, Math.Abs(wanted));
            // Spelled so that what is not a number is refused.
            if (!(Math.Abs(difference) <= limit))
            {
                throw new ModelRefusedException(
                    ModelFault.Golden,
                    $"pack '{origin}': for '{golden.Input}' the model gives {actual.Elements[i]} at element {i}; '{golden.Outputs[index]}' says {wanted} (allowed difference {limit})");
            }

            noise += (double)difference * difference;
            signal += (double)wanted * wanted;
        }

        if (golden.Rms is { } rms && !(noise <= signal * rms * rms))
        {
            throw new ModelRefusedException(
                ModelFault.Golden,
                $"pack '{origin}': for '{golden.Input}' the model's output {index} differs from '{golden.Outputs[index]}' by {Math.Sqrt(noise / signal):0.####} of its root mean square; allowed: {rms}");
        }
    }
}
