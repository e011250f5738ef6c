using Edge.Contracts.Packs;
using Edge.Tool.Packs;
using Spectre.Console;

namespace Edge.Tool.Teaching;

/// <summary>What teaching gave, for people and for machines.</summary>
internal static class TeachOutput
{
    private const int MostNamed = 10;

    /// <summary>All of it, to be written as JSON.</summary>
    public static object Facts(TeachResult result, AnomalyTrialResult? trial) => new
    {
        pack = result.Pack.Origin,
        digest = result.Pack.Digest,
        pictures = result.Pictures.Files.Count,
        passedOver = result.Pictures.PassedOver,
        layers = result.Layers,
        patchesTaught = result.Patches.Taught,
        patchesKept = result.Patches.Kept,
        memoryBytes = result.MemoryBytes,
        coverage = result.Coverage,
        decides = result.Decides.Name,
        falseRejects = result.Pack.Manifest.Anomaly!.FalseRejects,
        scores = result.Scores.Select(score => new { score.Name, score.Threshold, score.Low, score.High, score.Rejected, score.FlawsFound, score.Separation, score.Good, score.Flawed }),
        seconds = result.Elapsed.TotalSeconds,
        test = trial is null ? null : new
        {
            good = trial.Good.Count,
            bad = trial.Bad.Count,
            trial.Auroc,
            trial.FalselyRejected,
            trial.Found,
            trial.MedianMs,
            pictures = trial.Pictures.Select(picture => new { picture.Path, picture.IsGood, picture.Score, picture.Regions }),
        },
    };

    /// <summary>Prints it on standard output.</summary>
    public static void Print(TeachResult result, AnomalyTrialResult? trial)
    {
        PackAnomaly anomaly = result.Pack.Manifest.Anomaly!;
        Table table = new Table().HideHeaders().AddColumn("").AddColumn("").Title($"{result.Pack.Manifest.Name} {result.Pack.Manifest.Version}".EscapeMarkup());
        void Row(string name, string value) => table.AddRow(name, value.EscapeMarkup());
        Row("pack", $"{result.Pack.Origin}, {PackReport.Size(result.Pack.Manifest.Files.Keys.Sum(file => (long)result.Pack.File(file).Length))}");
        Row("taught", $"{result.Pictures.Files.Count} pictures of {result.Pictures.Size}{(result.Pictures.IsGrey ? ", grey" : "")}, {result.Patches.Taught} patches, in {result.Elapsed.TotalSeconds:0.0} s");
        Row("memory", $"{result.Patches.Kept} patches, {PackReport.Size(result.MemoryBytes)}; no taught patch is farther from it than {result.Coverage:0.00} of the threshold");
        foreach (ScoreCalibration score in result.Scores)
        {
            string decides = score == result.Decides ? " (decides)" : "";
            Row(score.Name + decides, $"threshold {score.Threshold:0.##}: {score.Rejected} of {score.Good.Count} good pictures past it, {100 * score.FlawsFound:0.#} % of drawn flaws found, AUROC of drawn flaws {score.Separation:0.000}");
        }

        Row("false rejects", $"set for {100 * anomaly.FalseRejects:0.###} %; 95 % interval {100 * result.Decides.Low:0.###} to {100 * result.Decides.High:0.##} %");
        if (trial is not null)
        {
            Row("test", $"AUROC {trial.Auroc:0.0000}; {trial.Found} of {trial.Bad.Count} bad pictures found, {trial.FalselyRejected} of {trial.Good.Count} good ones rejected");
            Row("time per part", $"{trial.MedianMs:0.0} ms (half of the pictures are faster), {Environment.ProcessorCount} cores");
        }

        Wide.Print(table);
        if (result.Pictures.PassedOver.Count > 0)
            Console.Error.WriteLine($"edgectl: passed over, being no pictures: {string.Join(", ", result.Pictures.PassedOver.Take(MostNamed))}");
    }
}
