using Edge.Contracts.Packs;
using Edge.Domain.Inspection;
using Edge.Tool.Packs;
using Edge.Vision.Anomaly;
using Edge.Vision.Decoding;
using Edge.Vision.Inference;

namespace Edge.Tool.Teaching;

/// <summary>Puts together what was taught, tries it in a child process, and writes it.</summary>
internal sealed class AnomalyPack(TeachRequest request, Backbone backbone, byte[] graph, PatchBank bank, IReadOnlyList<ScoreCalibration> scores)
{
    private const string ModelFile = "model.onnx";
    private const string BankFile = "memory.bin";
    private const string CardFile = "README.md";
    private const string GoldenInput = "golden/0.input";
    private const string GoldenMap = "golden/0.map";

    // Other processors add in another order; a feature that lies between two bytes may then fall to the other one.
    private const float GoldenTolerance = 0.1f;
    private const float GoldenRms = 0.02f;

    /// <summary>Writes the pack where it was asked for.</summary>
    /// <param name="goldenInput">An input.</param>
    /// <param name="goldenPatches">Its patches.</param>
    /// <param name="pictures">What was taught.</param>
    /// <param name="cancellation">Ends the child.</param>
    /// <exception cref="ModelRefusedException">The child refused it.</exception>
    /// <exception cref="IOException">The disk refuses.</exception>
    public async Task<Pack> WriteAsync(float[] goldenInput, sbyte[] goldenPatches, PictureFolder pictures, CancellationToken cancellation)
    {
        Dictionary<string, byte[]> files = new(StringComparer.Ordinal)
        {
            [ModelFile] = graph,
            [BankFile] = bank.ToBytes(),
            [CardFile] = System.Text.Encoding.UTF8.GetBytes(Card(pictures)),
            [GoldenInput] = new PackTensor([1, backbone.Input.Channels, backbone.Input.Height, backbone.Input.Width], goldenInput).ToBytes(),
            [GoldenMap] = new PackTensor([1, backbone.Grid.Height, backbone.Grid.Width], Map(goldenPatches)).ToBytes(),
        };
        IReadOnlyDictionary<string, byte[]> all = PackWriter.Assemble(request.OutPath, Manifest(pictures), files);
        if (request.KeyPath is { } key)
            all = PackSigning.Sign(all, key);
        await PackTrial.OpenAsync(all, cancellation);
        PackTarget.Write(request.OutPath, all);
        return PackReader.Open(request.OutPath, VisionModel.AgentVersion);
    }

    private ScoreCalibration Of(string name) => scores.First(score => score.Name == name);

    private float[] Map(sbyte[] patches)
    {
        float[] map = new float[patches.Length / bank.Features];
        using PatchScorer scorer = new(bank);
        if (scores[0].Name == PackAnomaly.Gaussian)
            scorer.Gaussian(patches, map);
        else
            scorer.Neighbour(patches, map);
        float unit = 1 / (float)scores[0].Threshold;
        return [.. map.Select(score => score * unit)];
    }

    private PackManifest Manifest(PictureFolder pictures) => new()
    {
        Name = request.Name ?? NameOf(request.OutPath),
        Version = request.Version,
        Task = "anomaly",
        Model = ModelFile,
        Input = PackInputs.ToPack(backbone.Input),
        Decoder = DecoderNames.Of(DecoderKind.Anomaly),
        Labels = [Defect.UnknownClass],
        // A score of s times the threshold is told as s / (1 + s).
        Thresholds = new PackThresholds(0.5f, 1),
        Accuracy = [new PackAccuracy("share of drawn flaws found", $"{scores[0].Flawed.Count} of the taught pictures, each with a drawn flaw, none of them in the memory it was judged by", Math.Round(scores[0].FlawsFound, 4))],
        Licence = request.Licence ?? BackboneSource.OwnLicence,
        OldestAgent = $"{VisionModel.AgentVersion.Major}.{VisionModel.AgentVersion.Minor}.{Math.Max(0, VisionModel.AgentVersion.Build)}",
        Golden = [new PackGolden(GoldenInput, [GoldenMap], GoldenTolerance) { Rms = GoldenRms }],
        Anomaly = new PackAnomaly
        {
            Bank = BankFile,
            Decides = scores[0].Name,
            NeighbourThreshold = (float)Of(PackAnomaly.Neighbour).Threshold,
            GaussianThreshold = (float)Of(PackAnomaly.Gaussian).Threshold,
            FalseRejects = (float)request.FalseRejects,
            FalseRejectsLow = (float)scores[0].Low,
            FalseRejectsHigh = (float)scores[0].High,
            Taught = pictures.Files.Count,
        },
        Files = new Dictionary<string, string>(),
    };

    private string Card(PictureFolder pictures) => $"""
        # {request.Name ?? NameOf(request.OutPath)}

        Taught by `edgectl station teach` with {pictures.Files.Count} pictures of good parts of {pictures.Size} pixels. It knows nothing else: what differs from them is anomalous, whether it is a defect or not.

        | | |
        |---|---|
        | backbone | {(request.BackbonePath is null ? BackboneSource.OwnName : Path.GetFileName(request.BackbonePath))}, layers {string.Join(", ", backbone.Layers)} |
        | input | {backbone.Input.Width} x {backbone.Input.Height}, {(backbone.Input.Channels == 1 ? "grey" : "colour")} |
        | memory | {bank.Count} patches of {bank.Features} features |
        | deciding score | {scores[0].Name} |
        | false rejects | set for {request.FalseRejects:P2}; 95 % interval {scores[0].Low:P2} to {scores[0].High:P2} |
        | drawn flaws found | {scores[0].FlawsFound:P1} of {scores[0].Flawed.Count} |

        """;

    private static string NameOf(string path)
    {
        string name = string.Concat(Path.GetFileNameWithoutExtension(Path.TrimEndingDirectorySeparator(path)).Select(letter => char.IsAsciiLetterOrDigit(letter) || letter is '.' or '_' or '-' ? letter : '-')).TrimStart('.', '-', '_');
        return name.Length is 0 or > 100 ? "taught" : name;
    }
}
