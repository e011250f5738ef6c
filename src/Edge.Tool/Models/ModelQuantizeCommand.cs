using System.CommandLine;
using System.CommandLine.Parsing;
using System.Text.Json;
using Edge.Tool.Calibration;
using Edge.Tool.Onnx;
using Edge.Tool.Quantization;
using Edge.Vision.Images;
using Edge.Vision.Inference;
using Edge.Vision.Preprocessing;
using Microsoft.Extensions.Logging.Abstractions;

namespace Edge.Tool.Models;

/// <summary>
/// <c>edgectl model quantize</c>: a float model becomes one of 8-bit integers, calibrated on a folder of images that go through the agent's own
/// preprocessing.
/// </summary>
internal static class ModelQuantizeCommand
{
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web);

    public static Command Create()
    {
        var model = new Argument<string>("model") { Description = "An .onnx file, or a pack (its manifest says how images are fed)" };
        var calibrate = new Option<string>("--calibrate") { Description = "Folder of JPEG or PNG images like those it will see (or one with images/ in it)", Required = true };
        var output = new Option<string?>("--out") { Description = "The file to write; default: beside the model, with -int8 in its name" };
        var images = new Option<int>("--images") { Description = "Most images, the first by name, 1 to 10000", DefaultValueFactory = _ => 48 };
        var method = new Option<string>("--method") { Description = "How a value's range is found: minmax, percentile, entropy, or mse (the least squared error after the activation that follows)", DefaultValueFactory = _ => "mse" };
        var percentile = new Option<double>("--percentile") { Description = "For percentile: percent of the values that the range holds, above 50, to 100", DefaultValueFactory = _ => 99.99 };
        var budget = new Option<string>("--budget") { Description = $"Leave the most harmful layers in float, as few as are needed and at most a quarter: {AccuracyBudget.Allowed}; 0 leaves none", DefaultValueFactory = _ => "20dB" };
        var equalize = new Option<bool>("--equalize") { Description = "Try cross-layer equalisation, kept only if the outputs get nearer; false leaves it out", DefaultValueFactory = _ => true };
        var biasCorrect = new Option<bool>("--bias-correct") { Description = "Try bias correction, kept only if the outputs get nearer; false leaves it out", DefaultValueFactory = _ => true };
        var floatLast = new Option<bool>("--float-last") { Description = "Leave the layers that make the outputs in float: scores stay as fine as they were, which average precision rewards more than signal to noise shows" };
        var exclude = new Option<string[]>("--exclude") { Description = "Nodes that stay in float, by name", AllowMultipleArgumentsPerToken = true };
        var activations = new Option<string>("--activations") { Description = "uint8 (ONNX Runtime), or int8-symmetric (zero point 0 everywhere, which TensorRT demands; slower and less exact on CPUs)", DefaultValueFactory = _ => "uint8" };
        var reduceRange = new Option<bool>("--reduce-range") { Description = "Weights of 7 bits, for x86 processors without VNNI, where 8-bit products can overflow" };
        var decoder = new Option<string>("--decoder") { Description = "Decoder of a bare .onnx file that fits more than one", DefaultValueFactory = _ => "" };
        var labels = new Option<string>("--labels") { Description = "File of class names, one a line, for a bare .onnx file whose classes are not COCO's", DefaultValueFactory = _ => "" };
        var rounds = new Option<int>("--rounds") { Description = "Rounds of the paired timing against the float model, 0 (none) to 1000", DefaultValueFactory = _ => 20 };
        var json = new Option<bool>("--json") { Description = "One JSON object on standard output" };
        var command = new Command("quantize", """
            Static 8-bit quantization (QDQ form) of a float model.
              Weights become signed bytes with a scale for each channel, values between layers bytes whose ranges are found on your images.
              Layers that would cost too much accuracy stay in float (--budget). What ONNX Runtime makes of the result is shown, and timed in turns with the float model.
              Example: edgectl model quantize yolox_nano_416.onnx --calibrate coco128 --images 48 --out yolox_nano_416-int8.onnx
            """)
        {
            model, calibrate, output, images, method, percentile, budget, equalize, biasCorrect, floatLast, exclude, activations, reduceRange, decoder, labels, rounds, json,
        };
        Check(images, value => value is >= 1 and <= 10_000, "1 to 10000");
        Check(rounds, value => value is >= 0 and <= 1000, "0 to 1000");
        Check(percentile, value => value is > 50 and <= 100, "above 50, to 100");
        Check(method, value => Enum.TryParse<CalibrationMethod>(value, ignoreCase: true, out _) && !char.IsDigit(value[0]), "minmax, percentile, entropy, mse");
        Check(activations, value => value is "uint8" or "int8-symmetric", "uint8, int8-symmetric");
        Check(budget, value => AccuracyBudget.TryParse(value, out _), AccuracyBudget.Allowed);
        command.SetAction(parsed =>
        {
            // The option's check has let nothing else through.
            AccuracyBudget wanted = AccuracyBudget.TryParse(parsed.GetValue(budget)!, out AccuracyBudget given) ? given : default;
            QuantizationRequest request = new()
            {
                Options = new QuantizationOptions
                {
                    Method = Enum.Parse<CalibrationMethod>(parsed.GetValue(method)!, ignoreCase: true),
                    Percentile = parsed.GetValue(percentile),
                    Activations = parsed.GetValue(activations) == "uint8" ? ActivationType.UInt8 : ActivationType.Int8Symmetric,
                    ReduceRange = parsed.GetValue(reduceRange),
                    Excluded = new HashSet<string>(parsed.GetValue(exclude) ?? []),
                },
                Budget = wanted,
                Equalize = parsed.GetValue(equalize),
                CorrectBiases = parsed.GetValue(biasCorrect),
                FloatLast = parsed.GetValue(floatLast),
                TimingRounds = parsed.GetValue(rounds),
            };
            ModelOptions opening = new() { Providers = ["cpu"], Decoder = parsed.GetValue(decoder)!, LabelsFile = parsed.GetValue(labels)! };
            try
            {
                return Quantize(parsed.GetValue(model)!, parsed.GetValue(output), (parsed.GetValue(calibrate)!, parsed.GetValue(images)), opening, request, parsed.GetValue(json));
            }
            catch (Exception e) when (e is ModelRefusedException or ImageFormatException or IOException or UnauthorizedAccessException)
            {
                Console.Error.WriteLine("edgectl: " + e.Message);
                return ExitStatus.BadInput;
            }
        });
        return command;
    }

    private static int Quantize(string path, string? output, (string Folder, int Count) images, ModelOptions opening, QuantizationRequest request, bool json)
    {
        OnnxModel model = OnnxModel.Load(path);
        InputSpec input;
        using (VisionModel opened = VisionModel.Open(path, opening, NullLogger.Instance))
            input = opened.Definition.Input;
        CalibrationImages calibration = CalibrationImages.Open(images.Folder, images.Count, input, model.Inputs[0].Name);
        string file = output ?? Beside(path);
        (OnnxModel quantized, QuantizationReport report) = StepProgress.Follow(step => QuantizationRun.Execute(model, calibration, request, TimeProvider.System, step));
        quantized.Save(file);
        report = report with { Output = file };
        if (json)
            Console.WriteLine(JsonSerializer.Serialize(report, Json));
        else
            QuantizationText.Print(report);
        return ExitStatus.Done;
    }

    private static string Beside(string path)
    {
        string plain = Path.TrimEndingDirectorySeparator(path);
        string name = Directory.Exists(plain) ? plain : Path.ChangeExtension(plain, null);
        return name + "-int8.onnx";
    }

    private static void Check<T>(Option<T> option, Func<T, bool> isAllowed, string allowed) =>
        option.Validators.Add((OptionResult result) =>
        {
            if (result.GetValueOrDefault<T>() is { } value && !isAllowed(value))
                result.AddError($"{option.Name} is {value}; allowed: {allowed}");
        });
}
