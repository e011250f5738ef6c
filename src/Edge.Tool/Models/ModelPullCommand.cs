using System.CommandLine;
using System.Text.Json;
using Edge.Contracts.Packs;
using Edge.Tool.Packs;
using Edge.Tool.Packs.Catalogue;
using Spectre.Console;

namespace Edge.Tool.Models;

/// <summary><c>edgectl model pull</c>: fetches a public model, checks it and packs it.</summary>
internal static class ModelPullCommand
{
    private static readonly JsonSerializerOptions Camel = new() { PropertyNamingPolicy = JsonNamingPolicy.CamelCase };
    private static readonly Argument<string> Name = new("name") { Description = "A model of the catalogue; left out with --list or --url", Arity = ArgumentArity.ZeroOrOne };
    private static readonly Option<bool> List = new("--list") { Description = "Show the catalogue" };
    private static readonly Option<string> LocalFile = new("--file") { Description = "A file on this machine to take in place of the download, if its SHA-256 is right" };
    private static readonly Option<string> Out = new("--out") { Description = "FILE.pack or a folder; default: NAME.pack" };
    private static readonly Option<string> Catalogue = new("--catalogue") { Description = "Another catalogue (YAML); default: the one that ships" };
    private static readonly Option<string> Url = new("--url") { Description = "Pull a file that the catalogue lacks from this https address; with --sha256, --licence and --out" };
    private static readonly Option<string> Sha256 = new("--sha256") { Description = "The SHA-256 that it must have" };
    private static readonly Option<string> Licence = new("--licence") { Description = "SPDX identifier of its licence" };
    private static readonly Option<long> MaximumBytes = new("--max-bytes") { Description = "Most bytes of a file of --url", DefaultValueFactory = _ => PackLimits.Default.MaximumFileBytes };
    private static readonly StageOptions Stage = new("", "For --url: yolox, yolox-decoded, nanodet, yolov8, ssd, classifier or classifier-probabilities");
    private static readonly Option<double> Stall = new("--stall-seconds") { Description = "Longest time without a byte before the connection is given up and resumed", DefaultValueFactory = _ => 30 };
    private static readonly Option<bool> Json = new("--json") { Description = "One JSON object on standard output" };

    public static Command Create()
    {
        var command = new Command("pull", """
            Fetches a public detector of the catalogue, checks its SHA-256 and packs it with manifest and golden vectors.
              A download that was cut goes on where it was; nothing is kept of a file whose hash is wrong.
              Example: edgectl model pull --list
              Example: edgectl model pull yolox-nano
              Example: edgectl model pull nanodet-m --file /media/usb/nanodet.onnx
            """)
        {
            Name, List, LocalFile, Out, Catalogue, Url, Sha256, Licence, MaximumBytes,
        };
        foreach (Option option in Stage.All)
            command.Add(option);
        command.Add(Stall);
        command.Add(Json);
        command.SetAction(parsed => BadInput.GuardAsync(async cancellationToken =>
        {
            ModelCatalogue catalogue = ModelCatalogue.Open(parsed.GetValue(Catalogue) ?? ModelCatalogue.ShippedPath);
            if (parsed.GetValue(List))
            {
                Show(catalogue, parsed.GetValue(Json));
                return ExitStatus.Done;
            }

            using FileDownloader downloader = new(new DownloadOptions { StallTime = TimeSpan.FromSeconds(Math.Clamp(parsed.GetValue(Stall), 0.1, 3600)) }, TimeProvider.System);
            PullRequest request = Read(parsed, catalogue);
            Pack pack = await PullAsync(new ModelPuller(downloader), request, cancellationToken);
            PackReport.Print(pack, parsed.GetValue(Json));
            return ExitStatus.Done;
        }));
        return command;
    }

    private static PullRequest Read(ParseResult parsed, ModelCatalogue catalogue)
    {
        if (parsed.GetValue(Url) is not { } address)
        {
            string name = parsed.GetValue(Name) ?? throw new CatalogueException("no model is named; give one of 'edgectl model pull --list', or --url");
            return PullRequest.Of(catalogue.Find(name), parsed.GetValue(LocalFile), parsed.GetValue(Out));
        }

        if (!Uri.TryCreate(address, UriKind.Absolute, out Uri? url) || !DownloadAddress.IsAllowed(url, from: null))
            throw new CatalogueException("--url is no https address without user name; plain http is allowed on this very machine only");
        string sha256 = parsed.GetValue(Sha256)?.ToLowerInvariant() ?? "";
        if (!ModelCatalogue.IsSha256(sha256))
            throw new CatalogueException("--url needs --sha256 with the 64 hexadecimal digits that the file must have; without, nobody could tell what came");
        string target = parsed.GetValue(Out) ?? throw new CatalogueException("--url needs --out");
        return new PullRequest(
            [new CatalogueFile(url, sha256, parsed.GetValue(MaximumBytes), IsSizeKnown: false)],
            parsed.GetValue(LocalFile),
            new PackRequest { OutPath = target, Name = parsed.GetValue(Name), Licence = parsed.GetValue(Licence), Model = Stage.Read(parsed) });
    }

    private static async Task<Pack> PullAsync(ModelPuller puller, PullRequest request, CancellationToken cancellationToken)
    {
        long total = request.Files[0].SizeBytes;
        if (request.LocalPath is not null || Console.IsErrorRedirected)
            return await puller.PullAsync(request, new Progress<long>(), cancellationToken);
        IAnsiConsole console = AnsiConsole.Create(new AnsiConsoleSettings { Out = new AnsiConsoleOutput(Console.Error) });
        return await console.Progress()
            .HideCompleted(true)
            .Columns(new TaskDescriptionColumn(), new ProgressBarColumn(), new DownloadedColumn(), new TransferSpeedColumn())
            .StartAsync(async progress =>
            {
                ProgressTask task = progress.AddTask("Downloading", maxValue: total);
                return await puller.PullAsync(request, new Progress<long>(bytes => task.Value = bytes), cancellationToken);
            });
    }

    private static void Show(ModelCatalogue catalogue, bool json)
    {
        if (json)
        {
            Console.WriteLine(JsonSerializer.Serialize(new { models = catalogue.Entries }, Camel));
            return;
        }

        Table table = new Table().AddColumn("name").AddColumn("what").AddColumn("input").AddColumn("decoder").AddColumn("published").AddColumn("licence").AddColumn("size");
        foreach (CatalogueEntry entry in catalogue.Entries)
        {
            table.AddRow(
                [.. new[]
                {
                    entry.Name, entry.About, entry.Input, entry.Decoder,
                    $"{entry.Accuracy.Metric} {entry.Accuracy.Value} on {entry.Accuracy.Dataset}", entry.Licence, PackReport.Size(entry.Files[0].SizeBytes),
                }.Select(Markup.Escape)]);
        }

        Wide.Print(table);
    }
}
