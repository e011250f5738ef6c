using Edge.Tool.Calibration;
using Edge.Tool.Onnx;

namespace Edge.Tool.Quantization;

/// <summary>Scale and zero point of each value, from what it was on the calibration images. Remembers what it found.</summary>
internal sealed class ParameterSearch(OnnxModel model, IReadOnlyDictionary<string, ValueStatistics> statistics, QuantizationOptions options)
{
    private readonly Dictionary<string, QuantParameters> _found = new(StringComparer.Ordinal);

    /// <summary>Values to be joined share a scale when each keeps at least this part of its own steps.</summary>
    private const float LeastShare = 0.5f;

    /// <summary>Parameters of all values of <paramref name="plan"/> that have a scale of their own.</summary>
    public IReadOnlyDictionary<string, QuantParameters> Of(QuantizationPlan plan)
    {
        Dictionary<string, QuantParameters> parameters =
            plan.Values.Select(plan.ScaleOwner).Distinct(StringComparer.Ordinal).ToDictionary(owner => owner, Of, StringComparer.Ordinal);
        foreach (NodeProto concat in plan.Arithmetic("Concat"))
            Share(plan, concat, parameters);
        return parameters;
    }

    /// <summary>Joining values of one scale only copies bytes; of several, each byte is looked up in a table. Worth it where the scales are near each other.</summary>
    private void Share(QuantizationPlan plan, NodeProto concat, Dictionary<string, QuantParameters> parameters)
    {
        string[] owners = [.. concat.Input.Append(concat.Output[0]).Select(plan.ScaleOwner).Distinct(StringComparer.Ordinal)];
        float minimum = owners.Min(owner => parameters[owner].Minimum);
        float maximum = owners.Max(owner => parameters[owner].Maximum);
        QuantParameters joined = QuantParameters.Of(minimum, maximum, options.Activations);
        bool isNear = owners.All(owner => parameters[owner].Scale >= joined.Scale * LeastShare && Fits(owner, minimum, maximum));
        foreach (string owner in owners.Where(_ => isNear))
            parameters[owner] = joined;
    }

    /// <summary>Whether a Relu or Clip before the value is still done by the rounding alone, and the value is none of a fixed range.</summary>
    private bool Fits(string value, float minimum, float maximum)
    {
        if (model.Producer(value) is not { } producer)
            return true;
        (float lowest, float highest) = producer.OpType is "Relu" or "Clip" ? QuantizableNodes.ClipRange(model, producer) : (float.NegativeInfinity, float.PositiveInfinity);
        return producer.OpType != "Sigmoid" && minimum >= lowest && maximum <= highest;
    }

    private QuantParameters Of(string value)
    {
        if (_found.TryGetValue(value, out QuantParameters known))
            return known;
        return _found[value] = model.Producer(value) is { OpType: "Sigmoid" }
            ? QuantParameters.OfSigmoid(options.Activations)
            : Search(value);
    }

    private QuantParameters Search(string value)
    {
        bool isSymmetric = options.Activations == ActivationType.Int8Symmetric;
        (float minimum, float maximum) = RangeSearch.Find(statistics[value], options.Method, options.Percentile, isSymmetric, QuantizableNodes.Follower(model, value));
        if (model.Producer(value) is { OpType: "Relu" or "Clip" } cut && QuantizableNodes.CanFold(model, cut))
        {
            (float lowest, float highest) = QuantizableNodes.ClipRange(model, cut);
            minimum = Math.Max(minimum, lowest);
            maximum = Math.Min(maximum, highest);
        }

        return QuantParameters.Of(minimum, maximum, options.Activations);
    }
}
