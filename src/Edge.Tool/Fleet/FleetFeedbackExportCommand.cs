using System.CommandLine;
using System.Globalization;
using System.Text.Json;
using Edge.Contracts.Evidence;
using Edge.Tool.Fleet.Feedback;

namespace Edge.Tool.Fleet;

/// <summary><c>edgectl fleet feedback export</c>: marks and hard examples as a labelled set.</summary>
internal static class FleetFeedbackExportCommand
{
    /// <summary>The command.</summary>
    public static Command Create()
    {
        Option<Uri> cloud = CloudAddress.Option("--cloud", "The cloud's address for operators", "http://127.0.0.1:8080/");
        var token = new Option<FileInfo>("--token-file") { Description = "File with an API token (edge-cloud api-token)", Required = true };
        var output = new Option<DirectoryInfo>("--out") { Description = "Folder of the set; what is there already is not fetched again", Required = true };
        var kinds = new Option<PictureKind[]>("--kind") { Description = "alert, verdict or example; may be repeated; default: all", DefaultValueFactory = _ => Enum.GetValues<PictureKind>() };
        var bare = new Option<bool>("--bare-only") { Description = "Only pictures that no boxes are drawn into: hard examples. Take these for training" };
        var reviewed = new Option<bool>("--reviewed-only") { Description = "Only pictures whose labels people have confirmed" };
        var command = new Command("export", """
            Writes what operators marked as right or false, and hard examples, as a labelled set: images/, labels/ (YOLO), data.yaml, feedback.jsonl.
              What was marked false has an empty label file. Evidence has boxes drawn into it; feedback.jsonl says of each picture whether.
              Exit status: 0 done; 1 ended early; 2 the cloud or the folder cannot be used.
              Example: edgectl fleet feedback export --cloud https://fleet.example --token-file viewer.token --out feedback
            """)
        {
            cloud, token, output, kinds, bare, reviewed,
        };
        command.SetAction(async (parsed, _) =>
        {
            using var signals = new EndSignals();
            try
            {
                string secret = (await File.ReadAllTextAsync(parsed.GetValue(token)!.FullName, signals.Token)).Trim();
                using var source = new FeedbackCloud(parsed.GetValue(cloud)!, secret);
                var export = new FeedbackExport(parsed.GetValue(output)!.FullName, source.PictureAsync);
                FeedbackTally tally = await export.WriteAsync(source.ReadAsync(signals.Token), new FeedbackChoice(parsed.GetValue(kinds)!, parsed.GetValue(bare), parsed.GetValue(reviewed)), signals.Token);
                await Console.Out.WriteLineAsync(string.Create(
                    CultureInfo.InvariantCulture,
                    $"{tally.Pictures} pictures ({tally.Fetched} fetched), {tally.Objects} objects of {tally.Classes} classes, {tally.Empty} with nothing in them; {tally.NeedReview} to be reviewed, {tally.Annotated} with boxes drawn in, {tally.LeftOut} left out"));
                return ExitStatus.Done;
            }
            catch (OperationCanceledException) when (signals.Token.IsCancellationRequested)
            {
                return ExitStatus.Failed;
            }
            catch (Exception e) when (e is InvalidDataException or HttpRequestException or IOException or UnauthorizedAccessException or JsonException)
            {
                await Console.Error.WriteLineAsync("edgectl: " + e.Message);
                return ExitStatus.BadInput;
            }
        });
        return command;
    }
}
