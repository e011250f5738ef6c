using System.CommandLine;
using System.Text.Json;
using Edge.Contracts.Packs;
using Edge.Tool.Packs;
using Edge.Tool.Teaching;

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
    private static readonly Option<string> Score = new("--score") { Description = "neighbour, gaussian, or auto: the one that tells good parts better from the same with a drawn flaw", DefaultValueFactory = _ => "auto" };
    private static readonly Option<string> Test = new("--test") { Description = "Folder with the subfolders good and bad, pictures that are not taught: the pack is measured on them" };
    private static readonly Option<string> Report = new("--report") { Description = "Write an HTML report to this file: scores, ROC, the worst good pictures with heat maps; it needs nothing else" };
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
            Good, Out, FalseRejects, BackbonePath, Layers, Size, Memory, Score, Test, Report, Name, Version, Licence, Key, Json,
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
        // A wrong folder is told now, not after minutes.
        TrialPictures? test = parsed.GetValue(Test) is { } folder ? StepProgress.Follow(report => TrialPictures.Open(folder, report)) : null;
        request = request with { TestSize = test?.Good.Size };
        TeachResult result = await StepProgress.Follow(report => new Teacher(request, report, TimeProvider.System).TeachAsync(cancellation));
        AnomalyTrialResult? trial = test is null ? null : StepProgress.Follow(report => AnomalyTrial.Run(result.Pack, test, report, TimeProvider.System, cancellation));
        if (parsed.GetValue(Json))
            Console.WriteLine(JsonSerializer.Serialize(TeachOutput.Facts(result, trial), Camel));
        else
            TeachOutput.Print(result, trial);
        if (parsed.GetValue(Report) is { } path)
        {
            await File.WriteAllTextAsync(path, new TeachReport(result, trial).Create(), cancellation);
            await Console.Error.WriteLineAsync($"edgectl: report in {path}, {new FileInfo(path).Length / 1024} KiB");
        }

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
}
