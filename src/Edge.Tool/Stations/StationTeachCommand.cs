using System.CommandLine;
using System.Text.Json;
using Edge.Contracts.Packs;
using Edge.Tool.Packs;
using Edge.Tool.Teaching;
using Spectre.Console;

namespace Edge.Tool.Stations;

/// <summary><c>edgectl station teach</c>: an anomaly pack from pictures of good parts only.</summary>
internal static class StationTeachCommand
{
    private static readonly JsonSerializerOptions Camel = new() { PropertyNamingPolicy = JsonNamingPolicy.CamelCase };
    private static readonly Option<string> Good = new("--good") { Description = "Folder of pictures of good parts, all of one size: 10 or more, better 50 to 200, taken as the station will take them", Required = true };
    private static readonly Option<string> Out = new("--out") { Description = "The pack to write: a folder, or a zip called .pack", Required = true };
    private static readonly Option<double> FalseRejects = new("--false-rejects") { Description = "Share of good parts that may be rejected, over 0 and at most 0.5", DefaultValueFactory = _ => 0.01 };
    private static readonly Option<string> BackbonePath = new("--backbone") { Description = "Another network for the features of patches: an .onnx file or a pack; default: the one that comes with the tool" };
    private static readonly Option<string[]> Layers = new("--layers") { Description = "Names of its values to take; default: its outputs where they are maps, otherwise the last values of 8 and 16 pixels a patch", AllowMultipleArgumentsPerToken = true };
    private static readonly Option<int> Size = new("--size") { Description = "Longer side of the picture as the backbone sees it, in pixels, 64 to 4096; smaller pictures stay as they are", DefaultValueFactory = _ => 640 };
    private static readonly Option<int> Memory = new("--memory") { Description = "Most patches in the memory; more find smaller differences and take longer for each part", DefaultValueFactory = _ => 8192 };
    private static readonly Option<string> Score = new("--score") { Description = "neighbour, gaussian, or auto: the one that finds more flaws drawn on good parts", DefaultValueFactory = _ => "auto" };
    private static readonly Option<string> Name = new("--name") { Description = "Name of the pack; default: that of its file" };
    private static readonly Option<string> Version = new("--version-number") { Description = "Version of the pack, major.minor.patch", DefaultValueFactory = _ => "1.0.0" };
    private static readonly Option<string> Licence = new("--licence") { Description = "Licence of the pack as an SPDX identifier; needed with --backbone" };
    private static readonly Option<string> Key = new("--key") { Description = "Private key to sign the pack with" };
    private static readonly Option<bool> Json = new("--json") { Description = "One JSON object on standard output" };

    public static Command Create()
    {
        var command = new Command("teach", """
            Makes an anomaly pack from pictures of good parts only: no bad part, no label and no GPU is needed.
              The pack remembers what patches of good parts look like; a part with a patch that is like none of them is anomalous.
              The threshold is set so that the stated share of good parts is rejected, from pictures judged by a memory that they are not in.
              With few pictures that is an estimate: the interval says how sure it is. More pictures make it narrower.
              Example: edgectl station teach --good good/ --out lid.pack --false-rejects 0.005 --test test/ --report lid.html
            """)
        {
            Good, Out, FalseRejects, BackbonePath, Layers, Size, Memory, Score, Name, Version, Licence, Key, Json,
        };
        command.SetAction(parsed => BadInput.GuardAsync(async cancellation =>
        {
            try
            {
                return await TeachAsync(parsed, cancellation);
            }
            catch (TeachException e)
            {
                await Console.Error.WriteLineAsync("edgectl: " + e.Message);
                return ExitStatus.BadInput;
            }
        }));
        return command;
    }

    private static async Task<int> TeachAsync(ParseResult parsed, CancellationToken cancellation)
    {
        TeachRequest request = Read(parsed);
        TeachResult result = await StepProgress.Follow(report => new Teacher(request, report, TimeProvider.System).TeachAsync(cancellation));
        if (parsed.GetValue(Json))
            Console.WriteLine(JsonSerializer.Serialize(Facts(result), Camel));
        else
            Print(result);
        return ExitStatus.Done;
    }

    private static TeachRequest Read(ParseResult parsed)
    {
        TeachRequest request = new()
        {
            GoodFolder = parsed.GetValue(Good)!,
            OutPath = parsed.GetValue(Out)!,
            FalseRejects = parsed.GetValue(FalseRejects),
            BackbonePath = parsed.GetValue(BackbonePath),
            Layers = [.. (parsed.GetValue(Layers) ?? []).SelectMany(names => names.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries))],
            LongestSide = parsed.GetValue(Size),
            Memory = parsed.GetValue(Memory),
            Score = parsed.GetValue(Score)!,
            Name = parsed.GetValue(Name),
            Version = parsed.GetValue(Version)!,
            Licence = parsed.GetValue(Licence),
            KeyPath = parsed.GetValue(Key),
        };
        int mostPatches = Edge.Vision.Anomaly.PatchBank.MaximumBytes / request.Features;
        if (!(request.FalseRejects is > 0 and <= 0.5))
            throw new TeachException($"--false-rejects {request.FalseRejects}; allowed: over 0 and at most 0.5");
        if (request.LongestSide is < 64 or > 4096)
            throw new TeachException($"--size {request.LongestSide}; allowed: 64 to 4096 pixels");
        if (request.Memory < 16 || request.Memory > mostPatches)
            throw new TeachException($"--memory {request.Memory}; allowed: 16 to {mostPatches} patches");
        if (request.Score is not ("auto" or PackAnomaly.Neighbour or PackAnomaly.Gaussian))
            throw new TeachException($"--score {request.Score}; allowed: auto, {string.Join(", ", PackAnomaly.Scores)}");
        if (request.BackbonePath is not null && request.Licence is null)
            throw new TeachException("--licence is missing: the licence of the backbone that you bring, as an SPDX identifier, for example Apache-2.0");
        return request;
    }

    private static object Facts(TeachResult result) => new
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
        scores = result.Scores.Select(score => new { score.Name, score.Threshold, score.Low, score.High, score.Rejected, score.FlawsFound, score.Good, score.Flawed }),
        seconds = result.Elapsed.TotalSeconds,
    };

    private static void Print(TeachResult result)
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
            Row(score.Name + decides, $"threshold {score.Threshold:0.##}: {score.Rejected} of {score.Good.Count} good pictures past it, {100 * score.FlawsFound:0.#} % of drawn flaws found");
        }

        Row("false rejects", $"set for {100 * anomaly.FalseRejects:0.###} %; 95 % interval {100 * result.Decides.Low:0.###} to {100 * result.Decides.High:0.##} %");
        Wide.Print(table);
        if (result.Pictures.PassedOver.Count > 0)
            Console.Error.WriteLine($"edgectl: passed over, being no pictures: {string.Join(", ", result.Pictures.PassedOver.Take(10))}");
    }
}
