using Edge.Tool.Calibration;

namespace Edge.Tool.Quantization;

/// <summary>Finds the layers that cost the most accuracy: quantizes each alone, and looks at the outputs.</summary>
internal static class SensitivityPass
{
    /// <summary>All layers, the most harmful first.</summary>
    public static IReadOnlyList<LayerSensitivity> Run(Quantizer quantizer, OutputComparison comparison, StepReport report)
    {
        IReadOnlyList<string> layers = quantizer.Layers;
        List<LayerSensitivity> found = [];
        foreach (string layer in layers)
        {
            HashSet<string> others = [.. layers.Where(other => other != layer)];
            found.Add(new LayerSensitivity(layer, comparison.SqnrDb(quantizer.Build(others))));
            report("Trying layers one by one", found.Count, layers.Count);
        }

        return [.. found.OrderBy(layer => layer.SqnrDb)];
    }
}
