using Edge.Tool.Quantization;
using Spectre.Console;

namespace Edge.Tool.Models;

/// <summary>A quantization's report for people.</summary>
internal static class QuantizationText
{
    private const int ShownLayers = 12;

    public static void Print(QuantizationReport report)
    {
        // A file has no width; names must stay whole there.
        if (Console.IsOutputRedirected)
            AnsiConsole.Profile.Width = 180;
        AnsiConsole.MarkupLineInterpolated($"{report.Model}: {report.Layers - report.FloatLayers.Count} of {report.Layers} layers quantized, {report.Images} images, {report.Method}, {report.Activations} activations");
        AnsiConsole.MarkupLineInterpolated($"Outputs against the float model: {report.SqnrDb:0.0} dB signal to noise ({report.AllQuantizedDb:0.0} dB with every layer quantized)");
        foreach (Trial trial in report.Trials)
        {
            string verdict = trial.Places == 0 ? "nothing to use it on" : $"{trial.BeforeDb:0.0} dB to {trial.AfterDb:0.0} dB, {(trial.IsKept ? "kept" : "not kept")}";
            AnsiConsole.MarkupLineInterpolated($"{trial.Name}: {verdict}");
        }

        if (report.Sensitivity.Count > 0)
            AnsiConsole.Write(Sensitivity(report));
        else if (report.FloatLayers.Count > 0)
            AnsiConsole.Write(FloatLayers(report));
        AnsiConsole.Write(Operators(report));
        AnsiConsole.MarkupLineInterpolated($"File: {report.FloatBytes / 1024.0:0} KiB float, {report.QuantizedBytes / 1024.0:0} KiB quantized ({(double)report.FloatBytes / report.QuantizedBytes:0.0} times smaller)");
        foreach (PairedTime time in report.Times)
            AnsiConsole.MarkupLineInterpolated($"{time.Threads} {(time.Threads == 1 ? "thread" : "threads")}, in turns: float {time.FloatMs:0.00} ms, quantized {time.QuantizedMs:0.00} ms, {time.Speedup:0.00} times as fast");
        if (report.Output is { } output)
            AnsiConsole.MarkupLineInterpolated($"Written: {output}");
    }

    private static Table Sensitivity(QuantizationReport report)
    {
        double noise = report.Sensitivity.Sum(layer => layer.Noise);
        Table table = new Table().Title("Layers by what quantizing each alone does to the outputs")
            .AddColumn("layer").AddColumn(new TableColumn("dB").RightAligned()).AddColumn(new TableColumn("share of noise").RightAligned()).AddColumn("left in float because");
        Dictionary<string, FloatLayer> left = report.FloatLayers.ToDictionary(layer => layer.Name, StringComparer.Ordinal);
        foreach (LayerSensitivity layer in report.Sensitivity.Take(Math.Max(ShownLayers, left.Count)))
            table.AddRow(layer.Name.EscapeMarkup(), layer.SqnrDb.ToString("0.0"), (layer.Noise / noise).ToString("0.0 %"), left.TryGetValue(layer.Name, out FloatLayer? found) ? found.Reason.EscapeMarkup() : "");
        return table;
    }

    private static Table FloatLayers(QuantizationReport report)
    {
        Table table = new Table().Title("Layers left in float").AddColumn("layer").AddColumn("because");
        foreach (FloatLayer layer in report.FloatLayers)
            table.AddRow(layer.Name.EscapeMarkup(), layer.Reason.EscapeMarkup());
        return table;
    }

    private static Table Operators(QuantizationReport report)
    {
        Dictionary<string, int> before = new(report.FloatOperators, StringComparer.Ordinal);
        Dictionary<string, int> after = new(report.QuantizedOperators, StringComparer.Ordinal);
        Table table = new Table().Title("Operators as ONNX Runtime runs them on the CPU")
            .AddColumn("operator").AddColumn(new TableColumn("float").RightAligned()).AddColumn(new TableColumn("quantized").RightAligned());
        foreach (string name in before.Keys.Union(after.Keys).OrderByDescending(name => after.GetValueOrDefault(name)).ThenBy(name => name, StringComparer.Ordinal))
            table.AddRow(name.EscapeMarkup(), Text(before, name), Text(after, name));
        return table;

        static string Text(Dictionary<string, int> counts, string name) => counts.TryGetValue(name, out int count) ? count.ToString() : "";
    }
}
