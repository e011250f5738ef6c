using System.CommandLine;
using System.Globalization;
using Edge.Tool.Bench;
using Edge.Tool.Packs;
using Spectre.Console;

namespace Edge.Tool.Models;

/// <summary><c>edgectl model bench</c>: speed and memory of models, in one paired run.</summary>
internal static class ModelBenchCommand
{
    private static readonly string[] Providers = ["cpu", "cuda", "tensorrt"];
    private static readonly Argument<string[]> Models = new("model") { Description = "ONNX files or packs; the first is what the others are compared with", Arity = ArgumentArity.OneOrMore };
    private static readonly Option<string> Threads = new("--threads") { Description = "Threads of one inference, several with commas between; 0 is one for each core. With --images: workers, a core each", DefaultValueFactory = _ => "0" };
    private static readonly Option<string> Provider = new("--provider") { Description = "cpu, cuda, tensorrt, several with commas between; one that is missing here is passed over and named", DefaultValueFactory = _ => "cpu" };
    private static readonly Option<int> Rounds = new("--rounds") { Description = "Rounds; each goes through all subjects once", DefaultValueFactory = _ => 20 };
    private static readonly Option<double> RoundSeconds = new("--round-seconds") { Description = "About how long a subject runs in a round; with --images at least once over all pictures", DefaultValueFactory = _ => 0.25 };
    private static readonly Option<string> Images = new("--images") { Description = "Folder of JPEG and PNG pictures: measures end to end, from the compressed picture to boxes and their kinds" };
    private static readonly Option<string> Decoder = new("--decoder") { Description = "Decoder of bare ONNX files that fit more than one", DefaultValueFactory = _ => "" };
    private static readonly Option<string> Labels = new("--labels") { Description = "Class names of bare ONNX files, one a line", DefaultValueFactory = _ => "" };
    private static readonly Option<bool> Json = new("--json") { Description = "One JSON object on standard output" };

    public static Command Create()
    {
        var command = new Command("bench", """
            Latency, throughput and memory of models by provider, threads and precision, in one paired run.
              Every subject is open in a process of its own, one runs at a time, and rounds go through them by turns: what slows the machine slows all.
              Example: edgectl model bench float.onnx int8.onnx --threads 1,2
              Example: edgectl model bench inspector-float.pack inspector.pack --images boards/ --threads 2
            """)
        {
            Models, Threads, Provider, Rounds, RoundSeconds, Images, Decoder, Labels, Json,
        };
        command.SetAction(parsed => BadInput.GuardAsync(async cancellationToken =>
        {
            int rounds = parsed.GetValue(Rounds);
            if (rounds is < 1 or > 10_000)
                throw new BenchException($"--rounds is {rounds}; allowed: 1 to 10000");
            double seconds = parsed.GetValue(RoundSeconds);
            if (seconds is not (>= 0 and <= 600))
                throw new BenchException($"--round-seconds is {seconds}; allowed: 0 to 600");
            MachineFacts machine = MachineFacts.Read();
            PairedBench bench = new(rounds, TimeSpan.FromSeconds(seconds), TimeProvider.System);
            IReadOnlyList<BenchResult> results = await RunAsync(bench, Subjects(parsed), cancellationToken);
            BenchReport.Print(machine, rounds, results, parsed.GetValue(Json));
            return ExitStatus.Done;
        }));
        return command;
    }

    private static List<BenchSubject> Subjects(ParseResult parsed)
    {
        List<BenchSubject> subjects = [];
        foreach (string provider in parsed.GetValue(Provider)!.Split(',', StringSplitOptions.TrimEntries))
        {
            if (!Providers.Contains(provider, StringComparer.Ordinal))
                throw new BenchException($"--provider names '{provider}'; allowed: {string.Join(", ", Providers)}");
            foreach (string text in parsed.GetValue(Threads)!.Split(',', StringSplitOptions.TrimEntries))
            {
                if (!int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out int threads) || threads > 256)
                    throw new BenchException($"--threads names '{text}'; allowed: 0 to 256");
                subjects.AddRange(parsed.GetValue(Models)!.Select(model =>
                    new BenchSubject(model, provider, threads, parsed.GetValue(Decoder)!, parsed.GetValue(Labels)!, parsed.GetValue(Images))));
            }
        }

        // The first model's subjects must not be compared with themselves under another name.
        return [.. subjects.Distinct()];
    }

    /// <summary>Runs <paramref name="bench"/> with its progress on standard error, where that is a terminal.</summary>
    internal static async Task<IReadOnlyList<BenchResult>> RunAsync(PairedBench bench, IReadOnlyList<BenchSubject> subjects, CancellationToken cancellationToken)
    {
        if (Console.IsErrorRedirected)
            return await bench.RunAsync(subjects, (_, _) => { }, cancellationToken);
        IAnsiConsole console = AnsiConsole.Create(new AnsiConsoleSettings { Out = new AnsiConsoleOutput(Console.Error) });
        return await console.Progress().HideCompleted(true).StartAsync(async progress =>
        {
            ProgressTask task = progress.AddTask("Measuring");
            return await bench.RunAsync(
                subjects,
                (done, all) =>
                {
                    task.MaxValue = all;
                    task.Value = done;
                },
                cancellationToken);
        });
    }
}
