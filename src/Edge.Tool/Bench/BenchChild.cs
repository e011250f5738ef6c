using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
using Edge.Vision.Images;
using Edge.Vision.Inference;

namespace Edge.Tool.Bench;

/// <summary>
/// The process that measures one subject: opens it, says so on standard output, then for each line with a number on standard input runs that
/// often and answers with a line of JSON. A process of its own gives each subject its own memory figure and its own state of the runtime.
/// </summary>
internal static class BenchChild
{
    /// <summary>The hidden command.</summary>
    public const string CommandName = "bench-model";

    private const int MaximumRuns = 100_000;

    /// <summary>Lives until standard input ends.</summary>
    public static int Run(string[] arguments)
    {
        long before = ProcessMemory.ResidentBytes;
        IBenchWork work;
        try
        {
            BenchSubject subject = BenchSubject.FromArguments(arguments);
            work = subject.ImagesPath is null ? new InferenceWork(subject) : new EndToEndWork(subject);
        }
        catch (Exception e) when (e is ModelRefusedException or BenchException or ImageFormatException or IOException or UnauthorizedAccessException)
        {
            Answer(new BenchReady(e.Message, "", "", 0, 0));
            return ExitStatus.BadInput;
        }

        using (work)
        {
            Answer(work.Ready);
            while (Console.In.ReadLine() is { } line)
            {
                if (!int.TryParse(line, CultureInfo.InvariantCulture, out int count) || count is < 1 or > MaximumRuns)
                    return ExitStatus.BadInput;
                BenchRound round = work.Run(count);
                long peak = ProcessMemory.PeakBytes;
                Answer(round with { PeakBytes = peak, AddedBytes = Math.Max(peak - before, 0) });
            }
        }

        return ExitStatus.Done;
    }

    /// <summary>How a subject's model is opened.</summary>
    public static ModelOptions Options(BenchSubject subject, int threads) =>
        new() { Providers = [subject.Provider], Threads = threads, Decoder = subject.Decoder, LabelsFile = subject.LabelsFile };

    /// <summary>The precision's word.</summary>
    public static string Precision(VisionModel model) => model.Definition.Precision.ToString().ToLowerInvariant();

    /// <summary>Ticks of the stopwatch in microseconds.</summary>
    public static double Microseconds(long ticks) => ticks * 1e6 / Stopwatch.Frequency;

    private static void Answer<T>(T answer)
    {
        Console.Out.WriteLine(JsonSerializer.Serialize(answer));
        Console.Out.Flush();
    }
}
