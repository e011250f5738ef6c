using System.Text.RegularExpressions;
using Edge.Domain.Geometry;
using Edge.Vision.Decoding;
using Edge.Vision.Preprocessing;

namespace Edge.Vision.Inference;

/// <summary>Makes a definition for a bare ONNX file, from its shapes, its metadata and what the user named. Pure.</summary>
internal static partial class ModelProfiles
{
    /// <summary>The only definition that fits, and in words why.</summary>
    /// <param name="source">The model.</param>
    /// <param name="graph">Its input and metadata.</param>
    /// <param name="input">Size of its input.</param>
    /// <param name="outputs">Its outputs for that input.</param>
    /// <param name="options">Decoder, labels and input that the user named.</param>
    /// <exception cref="ModelRefusedException">None or several fit, or the classes have no names.</exception>
    public static (ModelDefinition Definition, string Explanation) Recognise(
        ModelSource source,
        ModelGraph graph,
        SizePx input,
        IReadOnlyList<TensorShape> outputs,
        ModelOptions options)
    {
        string decoder = options.Decoder;
        IReadOnlyList<string>? labels = options.LabelsFile.Length > 0 ? LabelsFile.Read(options.LabelsFile) : ExporterLabels(graph.Metadata);
        ModelProfile profile = Choose(source, input, outputs, decoder, labels);
        int classes = profile.Classes(input, outputs) ?? 0;
        if (labels is null && classes == CocoLabels.Names.Count)
            labels = CocoLabels.Names;
        if (labels is null && classes > 0 && classes == options.FallbackLabels.Count)
            labels = options.FallbackLabels;
        if (labels is null)
        {
            string count = classes > 0 ? $"{classes} classes" : "an unknown number of classes";
            throw new ModelRefusedException($"model '{source.Origin}' has {count} without names; set model.labelsFile or make a pack");
        }

        if (classes > 0 && labels.Count != classes)
            throw new ModelRefusedException($"model '{source.Origin}' has {classes} classes, but {labels.Count} labels are given");

        ModelDefinition definition = new()
        {
            Name = source.Name,
            Digest = source.Digest,
            Task = DecoderNames.TaskOf(profile.Decoder),
            Decoder = profile.Decoder,
            Input = Input(source, graph, input, profile, options.Input ?? new InputOverrides()),
            Labels = labels,
            NmsThreshold = profile.NmsThreshold,
        };
        string why = decoder.Length > 0 ? "as named" : "the only one that fits";
        return (definition, $"decoder '{DecoderNames.Of(profile.Decoder)}' ({why}: {ShapeRefusal.Describe(outputs)}), {labels.Count} classes, input {input}");
    }

    /// <summary>What the family is fed, but for what the user says; on one channel only where its custom treats all channels alike.</summary>
    private static InputSpec Input(ModelSource source, ModelGraph graph, SizePx input, ModelProfile profile, InputOverrides said)
    {
        InputSpec spec = profile.Input(new InputSpec { Width = input.Width, Height = input.Height, Layout = graph.Layout, Type = graph.Type });
        if (graph.Channels == 1)
        {
            if (!said.SaysPixels && (spec.Mean.Distinct().Count() > 1 || spec.Scale.Distinct().Count() > 1))
            {
                throw new ModelRefusedException(
                    $"model '{source.Origin}' takes grey pictures ({graph.Input}), for which '{DecoderNames.Of(profile.Decoder)}' has no usual mean and scale; make a pack, which says them");
            }

            spec = spec with { Color = ColorOrder.Gray, Mean = [spec.Mean[0]], Scale = [spec.Scale[0]] };
        }

        spec = spec with
        {
            Color = said.Color ?? spec.Color,
            Mean = Spread(said.Mean, graph.Channels) ?? spec.Mean,
            Scale = Spread(said.Scale, graph.Channels) ?? spec.Scale,
            Fit = said.Fit ?? spec.Fit,
            Pad = said.Pad ?? spec.Pad,
        };
        if (spec.Channels != graph.Channels)
            throw new ModelRefusedException($"model '{source.Origin}' takes {graph.Input}, {graph.Channels} channel(s); {spec.Color.ToString().ToLowerInvariant()} is asked for");
        if (spec.Mean.Count != spec.Channels || spec.Scale.Count != spec.Channels)
            throw new ModelRefusedException($"model '{source.Origin}' has {spec.Channels} channel(s); mean has {spec.Mean.Count} values and scale {spec.Scale.Count}");
        return spec;
    }

    private static IReadOnlyList<float>? Spread(IReadOnlyList<float>? values, int channels) =>
        values is { Count: 1 } ? [.. Enumerable.Repeat(values[0], channels)] : values;

    private static ModelProfile Choose(
        ModelSource source, SizePx input, IReadOnlyList<TensorShape> outputs, string decoder, IReadOnlyList<string>? labels)
    {
        if (decoder.Length > 0)
        {
            if (!DecoderNames.TryParse(decoder, out DecoderKind kind))
                throw new ModelRefusedException($"decoder '{decoder}' is unknown; allowed: {string.Join(", ", DecoderNames.All)}");
            ModelProfile named = ModelProfile.All.FirstOrDefault(profile => profile.Decoder == kind)
                ?? throw new ModelRefusedException($"model '{source.Origin}': decoder '{decoder}' needs a pack, which 'edgectl station teach' makes; allowed for a bare file: {string.Join(", ", ModelProfile.All.Select(profile => DecoderNames.Of(profile.Decoder)))}");
            return named.Classes(input, outputs) is not null
                ? named
                : throw ShapeRefusal.Of(kind, $"{named.Expectation} for an input of {input}", outputs);
        }

        ModelProfile[] fitting = [.. ModelProfile.All.Where(profile => !profile.OnlyByName && profile.Classes(input, outputs) is not null)];
        // Names of classes tell two families apart whose shapes agree.
        ModelProfile[] sure = [.. fitting.Where(profile => profile.Classes(input, outputs) is int classes && classes == (labels?.Count ?? CocoLabels.Names.Count))];
        if (fitting.Length > 1 && sure.Length == 1)
            fitting = sure;
        if (fitting.Length == 1)
            return fitting[0];

        string expectations = string.Join("; ", (fitting.Length == 0 ? ModelProfile.All : fitting).Select(profile => $"{DecoderNames.Of(profile.Decoder)}: {profile.Expectation}"));
        throw new ModelRefusedException(
            $"model '{source.Origin}' gives {ShapeRefusal.Describe(outputs)} for an input of {input}, which fits {(fitting.Length == 0 ? "no decoder" : "several decoders")}"
            + $" ({expectations}); set model.decoder or make a pack");
    }

    /// <summary>The names that Ultralytics' exporter leaves: a Python dictionary of class id to name.</summary>
    private static string[]? ExporterLabels(IReadOnlyDictionary<string, string> metadata)
    {
        if (!metadata.TryGetValue("names", out string? names))
            return null;
        SortedDictionary<int, string> byId = [];
        foreach (Match match in DictionaryEntry().Matches(names))
        {
            if (int.TryParse(match.Groups["id"].Value, out int id))
                byId[id] = match.Groups["name"].Value.Replace("\\'", "'", StringComparison.Ordinal);
        }

        bool isComplete = byId.Count > 0 && byId.Keys.First() == 0 && byId.Keys.Last() == byId.Count - 1;
        return isComplete ? [.. byId.Values] : null;
    }

    [GeneratedRegex("""(?<id>\d{1,6})\s*:\s*(?<q>['"])(?<name>(?:\\.|(?!\k<q>).)*)\k<q>""", RegexOptions.None, matchTimeoutMilliseconds: 1000)]
    private static partial Regex DictionaryEntry();
}
