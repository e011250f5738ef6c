using System.Globalization;

namespace Edge.Tool.Bench;

/// <summary>One thing that is measured: a model on a provider with a number of threads.</summary>
/// <param name="ModelPath">An ONNX file or a pack.</param>
/// <param name="Provider"><c>cpu</c>, <c>cuda</c> or <c>tensorrt</c>.</param>
/// <param name="Threads">Threads of one inference; 0 is one for each core. End to end: number of workers, each with one thread.</param>
/// <param name="Decoder">Decoder of a bare file; empty for the only one that fits.</param>
/// <param name="LabelsFile">Labels of a bare file; empty for its own.</param>
/// <param name="ImagesPath">Folder of pictures for the way end to end; null measures inference alone.</param>
internal sealed record BenchSubject(string ModelPath, string Provider, int Threads, string Decoder, string LabelsFile, string? ImagesPath)
{
    /// <summary>For people.</summary>
    public string Name => $"{Path.GetFileName(Path.TrimEndingDirectorySeparator(ModelPath))} {Provider} {(Threads == 0 ? "all" : Threads.ToString(CultureInfo.InvariantCulture))}";

    /// <summary>Arguments of the child that measures it.</summary>
    public string[] ToArguments() =>
    [
        BenchChild.CommandName, ModelPath, Provider, Threads.ToString(CultureInfo.InvariantCulture), Decoder, LabelsFile, ImagesPath ?? "",
    ];

    /// <summary>The child's side of <see cref="ToArguments"/>, without the command's name.</summary>
    /// <exception cref="BenchException">They are others.</exception>
    public static BenchSubject FromArguments(string[] arguments) =>
        arguments is [var model, var provider, var threads, var decoder, var labels, var images] && int.TryParse(threads, CultureInfo.InvariantCulture, out int count)
            ? new BenchSubject(model, provider, count, decoder, labels, images.Length > 0 ? images : null)
            : throw new BenchException($"{BenchChild.CommandName} needs MODEL PROVIDER THREADS DECODER LABELS IMAGES");
}
