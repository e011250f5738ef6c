using Edge.Contracts.Packs;

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
        try
        {
            foreach (PackGolden golden in vectors)
            {
                PackTensor[] actual = Record(model, PackTensor.Read(pack.File(golden.Input), golden.Input));
                if (actual.Length != golden.Outputs.Count)
                    throw new ModelRefusedException($"pack '{pack.Origin}': '{golden.Input}' has {golden.Outputs.Count} golden outputs; the model gives {actual.Length}");
                for (int i = 0; i < actual.Length; i++)
                    Compare(PackTensor.Read(pack.File(golden.Outputs[i]), golden.Outputs[i]), actual[i], golden, i, pack.Origin);
            }
        }
        catch (PackRefusedException e)
        {
            throw new ModelRefusedException($"pack '{pack.Origin}': {e.Message}", e);
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
            throw new ModelRefusedException($"a golden input is [{string.Join('x', input.Sizes)}]; the model takes {wanted}");
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
            throw new ModelRefusedException($"pack '{origin}': golden output '{golden.Outputs[index]}' is [{string.Join('x', expected.Sizes)}]; the model gives [{string.Join('x', actual.Sizes)}]");
        double noise = 0, signal = 0;
        for (int i = 0; i < expected.Elements.Length; i++)
        {
            float wanted = expected.Elements[i], difference = wanted - actual.Elements[i];
            float limit = golden.Tolerance * Math.Max(1, Math.Abs(wanted));
            // Spelled so that what is not a number is refused.
            if (!(Math.Abs(difference) <= limit))
            {
                throw new ModelRefusedException(
                    $"pack '{origin}': for '{golden.Input}' the model gives {actual.Elements[i]} at element {i}; '{golden.Outputs[index]}' says {wanted} (allowed difference {limit})");
            }

            noise += (double)difference * difference;
            signal += (double)wanted * wanted;
        }

        if (golden.Rms is { } rms && !(noise <= signal * rms * rms))
        {
            throw new ModelRefusedException(
                $"pack '{origin}': for '{golden.Input}' the model's output {index} differs from '{golden.Outputs[index]}' by {Math.Sqrt(noise / signal):0.####} of its root mean square; allowed: {rms}");
        }
    }
}
