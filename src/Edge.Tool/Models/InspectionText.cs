using Spectre.Console;

namespace Edge.Tool.Models;

/// <summary>An inspection for people.</summary>
internal static class InspectionText
{
    public static void Print(ModelInspection model, bool all)
    {
        // A file has no width; names must stay whole there.
        if (Console.IsOutputRedirected)
            AnsiConsole.Profile.Width = 180;
        AnsiConsole.MarkupLineInterpolated($"{model.Model}: {model.SizeBytes / 1024.0:0} KiB, operator set {model.Opset}{(model.Producer.Length > 0 ? ", made by " + model.Producer : "")}");
        foreach (string input in model.Inputs)
            AnsiConsole.MarkupLineInterpolated($"  takes {input}");
        foreach (string output in model.Outputs)
            AnsiConsole.MarkupLineInterpolated($"  gives {output}");
        foreach ((string key, string value) in model.Metadata)
            AnsiConsole.MarkupLineInterpolated($"  {key}: {(value.Length > 100 ? value[..100] + "…" : value)}");
        AnsiConsole.MarkupLineInterpolated($"  {model.Parameters / 1e6:0.000} million parameters, {model.Macs / 1e6:0.0} million MACs a picture");
        AnsiConsole.MarkupLineInterpolated($"  decoder: {model.Decoder}");

        Table table = new Table().AddColumn("node").AddColumn("operator").AddColumn("from").AddColumn("to")
            .AddColumn(new TableColumn("parameters").RightAligned()).AddColumn(new TableColumn("million MACs").RightAligned()).AddColumn(new TableColumn("share").RightAligned());
        foreach (LayerInspection layer in model.Layers.Where(layer => all || layer.Macs > 0 || layer.Parameters > 0))
        {
            table.AddRow(
                layer.Name.EscapeMarkup(),
                layer.Operator.EscapeMarkup(),
                layer.Inputs.EscapeMarkup(),
                layer.Outputs.EscapeMarkup(),
                layer.Parameters == 0 ? "" : layer.Parameters.ToString("#,0"),
                layer.Macs == 0 ? "" : (layer.Macs / 1e6).ToString("0.00"),
                layer.Macs == 0 ? "" : layer.MacShare.ToString("0.0 %"));
        }

        AnsiConsole.Write(table);
        AnsiConsole.MarkupLineInterpolated($"Operators: {string.Join(", ", model.Operators.Select(pair => $"{pair.Key} {pair.Value}"))}");
    }
}
