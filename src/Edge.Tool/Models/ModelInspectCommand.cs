using System.CommandLine;
using System.Text.Json;
using Edge.Tool.Onnx;
using Edge.Vision.Inference;
using Microsoft.Extensions.Logging.Abstractions;
using Spectre.Console;

namespace Edge.Tool.Models;

/// <summary><c>edgectl model inspect</c>: what is in a model, layer by layer, what it costs, and how the agent would read it.</summary>
internal static class ModelInspectCommand
{
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web);

    public static Command Create()
    {
        var model = new Argument<string>("model") { Description = "An .onnx file or a pack (folder or zip)" };
        var decoder = new Option<string>("--decoder") { Description = "Decoder of a bare .onnx file that fits more than one", DefaultValueFactory = _ => "" };
        var labels = new Option<string>("--labels") { Description = "File of class names, one a line, for a bare .onnx file whose classes are not COCO's", DefaultValueFactory = _ => "" };
        var all = new Option<bool>("--all") { Description = "Every node, those without parameters and arithmetic of their own too" };
        var json = new Option<bool>("--json") { Description = "One JSON object on standard output" };
        var command = new Command("inspect", """
            What a model is made of: inputs and outputs, parameters, multiply-accumulates (MACs), layer by layer; and which decoder fits, and why.
              Sizes are those of one picture. The names in the table are those that 'model quantize --exclude' takes.
              Example: edgectl model inspect yolox_nano_416.onnx
            """)
        {
            model, decoder, labels, all, json,
        };
        command.SetAction(parsed =>
        {
            ModelOptions options = new() { Providers = ["cpu"], Decoder = parsed.GetValue(decoder)!, LabelsFile = parsed.GetValue(labels)! };
            try
            {
                ModelInspection inspection = Inspect(parsed.GetValue(model)!, options);
                if (parsed.GetValue(json))
                    Console.WriteLine(JsonSerializer.Serialize(inspection, Json));
                else
                    InspectionText.Print(inspection, parsed.GetValue(all));
                return ExitStatus.Done;
            }
            catch (Exception e) when (e is ModelRefusedException or IOException or UnauthorizedAccessException)
            {
                Console.Error.WriteLine("edgectl: " + e.Message);
                return ExitStatus.BadInput;
            }
        });
        return command;
    }

    /// <summary>What the model at <paramref name="path"/> is made of.</summary>
    /// <exception cref="ModelRefusedException">It is no model.</exception>
    internal static ModelInspection Inspect(string path, ModelOptions options)
    {
        OnnxModel file = OnnxModel.Load(path);
        OnnxModel clean = file.Clone();
        (string fit, IReadOnlyList<int>? input) = Fit(path, options);
        Dictionary<string, IReadOnlyList<int>>? sizes = input is null || clean.Inputs.Count != 1 ? null : new() { [clean.Inputs[0].Name] = input };
        // Folding of sizes needs fixed inputs, which is decided inside; the file itself is not touched.
        GraphCleanup.Apply(clean);
        ValueShapes shapes = ValueShapes.Infer(clean, sizes);
        GraphCost cost = GraphCost.Of(clean, shapes);
        return new ModelInspection
        {
            Model = file.Origin,
            SizeBytes = file.ToBytes().LongLength,
            Opset = file.Opset,
            Producer = $"{file.Proto.ProducerName} {file.Proto.ProducerVersion}".Trim(),
            Metadata = file.Proto.MetadataProps.GroupBy(entry => entry.Key, StringComparer.Ordinal).ToDictionary(group => group.Key, group => group.Last().Value, StringComparer.Ordinal),
            Inputs = [.. clean.Inputs.Select(value => shapes[value.Name].ToString())],
            Outputs = [.. clean.Outputs.Select(value => shapes[value].ToString())],
            Decoder = fit,
            Parameters = cost.Parameters,
            Macs = cost.Macs,
            Operators = [.. file.Nodes.GroupBy(node => node.OpType).Select(group => KeyValuePair.Create(group.Key, group.Count())).OrderByDescending(pair => pair.Value).ThenBy(pair => pair.Key, StringComparer.Ordinal)],
            Layers = [.. cost.Nodes.Select(node => new LayerInspection(
                node.Node.Name,
                node.Node.OpType,
                string.Join(", ", node.Inputs.Select(Sizes)),
                string.Join(", ", node.Outputs.Select(Sizes)),
                node.Parameters,
                node.Macs,
                cost.Macs == 0 ? 0 : (double)node.Macs / cost.Macs))],
        };
    }

    /// <summary>How the agent would read its outputs, or why it wouldn't, and the sizes that it feeds.</summary>
    private static (string Text, IReadOnlyList<int>? Input) Fit(string path, ModelOptions options)
    {
        try
        {
            using VisionModel opened = VisionModel.Open(path, options, NullLogger.Instance);
            var input = opened.Definition.Input;
            int channels = input.ElementCount / (input.Width * input.Height);
            bool isPlanar = input.Layout == Vision.Preprocessing.TensorLayout.Nchw;
            return (opened.Explanation, isPlanar ? [1, channels, input.Height, input.Width] : [1, input.Height, input.Width, channels]);
        }
        catch (ModelRefusedException e)
        {
            return ("none: " + e.Message, null);
        }
    }

    private static string Sizes(TensorShape shape) => shape.Sizes.Count == 0 ? "scalar" : string.Join('x', shape.Sizes);
}
