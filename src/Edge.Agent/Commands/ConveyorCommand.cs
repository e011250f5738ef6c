using System.CommandLine;
using System.Runtime.InteropServices;
using Edge.Agent.Capture.Conveyor;
using Edge.Agent.Capture.Synthetic;

namespace Edge.Agent.Commands;

/// <summary>
/// <c>edge-agent conveyor</c>: a simulated conveyor in a process of its own, with the lines of its sensors and actuators, a camera, and parts of
/// which it knows what they really are. A station is tried against it as against a real line: it goes on whatever becomes of the agent.
/// </summary>
internal static class ConveyorCommand
{
    private const int GoodPictures = 24;
    private const int BadPictures = 48;

    public static Command Create()
    {
        ConveyorOptions usual = new() { Socket = "" };
        var socket = new Option<string>("--socket") { Description = "Socket of its lines (chips of kind simulated); the camera is conveyor:SOCKET", Required = true };
        var speed = Number("--speed", "Encoder counts a second", usual.Speed);
        var spacing = Whole("--spacing", "Counts from part to part", usual.Spacing);
        var jitter = Number("--spacing-jitter", "By which share the spacing varies", usual.SpacingJitter);
        var length = Whole("--length", "Counts of a part's length", usual.Length);
        var ejector = Whole("--to-ejector", "Counts from trigger sensor to ejector", usual.ToEjector);
        var parts = Whole("--parts", "Parts until it ends", usual.Parts);
        var bad = Number("--bad-share", "Share of bad parts", usual.BadShare);
        var jam = Number("--jam-share", "Share of ejections that jam", usual.JamShare);
        var seed = new Option<long>("--seed") { Description = "Chooses everything", DefaultValueFactory = _ => usual.Seed };
        var size = Whole("--size", "Columns and rows of a picture, 320 or 640", usual.Size);
        var fps = Number("--fps", "Pictures a second", usual.Fps);
        var blur = Whole("--blur", "Defocus in pixels", usual.Blur);
        var stops = Number("--stop-every", "Seconds until the belt stands for half a second; 0 never", 0);
        var without = new Option<string>("--without-agent") { Description = "reject: all parts while nobody is ready; stop: the belt while nobody drives its stop", DefaultValueFactory = _ => "reject" };
        without.AcceptOnlyFromAmong("reject", "stop");
        var feed = new Option<bool>("--feed-at-once") { Description = "Parts come before the station was ready for the first time" };
        var stay = new Option<bool>("--stay") { Description = "Goes on after its last part, with the report written, until it is told to end" };
        var report = new Option<string>("--report") { Description = "File for the report, JSON" };
        var template = new Option<string>("--template") { Description = "File for the picture of a part without a defect, PNG" };
        var command = new Command("conveyor", "A simulated conveyor to try a station against.")
        {
            socket, speed, spacing, jitter, length, ejector, parts, bad, jam, seed, size, fps, blur, stops, without, feed, stay, report, template,
        };
        command.SetAction(parsed =>
        {
            ConveyorOptions options = new()
            {
                Socket = Path.GetFullPath(parsed.GetValue(socket)!),
                Speed = parsed.GetValue(speed),
                Spacing = parsed.GetValue(spacing),
                SpacingJitter = parsed.GetValue(jitter),
                Length = parsed.GetValue(length),
                ToEjector = parsed.GetValue(ejector),
                Parts = parsed.GetValue(parts),
                BadShare = parsed.GetValue(bad),
                JamShare = parsed.GetValue(jam),
                Seed = parsed.GetValue(seed),
                Size = parsed.GetValue(size),
                Fps = parsed.GetValue(fps),
                Blur = parsed.GetValue(blur),
                StopEvery = TimeSpan.FromSeconds(Math.Clamp(parsed.GetValue(stops), 0, 86400)),
                StopsWithoutAgent = parsed.GetValue(without) == "stop",
                FeedAtOnce = parsed.GetValue(feed),
            };
            return FaultOf(options) is { } fault ? Refuse(fault) : Run(options, (parsed.GetValue(report), parsed.GetValue(template), parsed.GetValue(stay)));
        });
        return command;
    }

    private static Option<double> Number(string name, string what, double usual) => new(name) { Description = what, DefaultValueFactory = _ => usual };

    private static Option<int> Whole(string name, string what, int usual) => new(name) { Description = what, DefaultValueFactory = _ => usual };

    private static string? FaultOf(ConveyorOptions options) => options switch
    {
        { Speed: not (>= 10 and <= 5000) } => $"--speed is {options.Speed}; allowed: 10 to 5000",
        { Length: not (>= 4 and <= 10000) } => $"--length is {options.Length}; allowed: 4 to 10000",
        _ when options.Spacing <= options.Length || options.Spacing > 100000 => $"--spacing is {options.Spacing}; allowed: more than the length ({options.Length}), at most 100000",
        _ when options.ToEjector <= options.Length || options.ToEjector > 100000 => $"--to-ejector is {options.ToEjector}; allowed: more than the length ({options.Length}), at most 100000",
        { SpacingJitter: not (>= 0 and <= 0.5) } => $"--spacing-jitter is {options.SpacingJitter}; allowed: 0 to 0.5",
        { Parts: not (>= 1 and <= 1_000_000) } => $"--parts is {options.Parts}; allowed: 1 to 1000000",
        { BadShare: not (>= 0 and <= 1) } => $"--bad-share is {options.BadShare}; allowed: 0 to 1",
        { JamShare: not (>= 0 and <= 1) } => $"--jam-share is {options.JamShare}; allowed: 0 to 1",
        { Size: not (320 or 640) } => $"--size is {options.Size}; allowed: 320, 640",
        { Fps: not (>= 1 and <= 500) } => $"--fps is {options.Fps}; allowed: 1 to 500",
        { Blur: not (>= 0 and <= 40) } => $"--blur is {options.Blur}; allowed: 0 to 40",
        _ => null,
    };

    private static int Refuse(string why)
    {
        Console.Error.WriteLine("edge-agent: " + why);
        return ExitStatus.BadInput;
    }

    private static int Run(ConveyorOptions options, (string? Report, string? Template, bool Stays) output)
    {
        using var ended = new ManualResetEventSlim();
        using PosixSignalRegistration term = PosixSignalRegistration.Create(PosixSignal.SIGTERM, End);
        using PosixSignalRegistration interrupt = PosixSignalRegistration.Create(PosixSignal.SIGINT, End);
        try
        {
            var stock = new PartStock(options.Seed, options.Size, GoodPictures, BadPictures);
            if (output.Template is { } template)
                PngFile.WriteGrey(template, stock.Template, stock.Size, stock.Size);
            using var run = new ConveyorRun(options, stock, TimeProvider.System);
            using var control = new ConveyorControl(options.Socket, run, ended.Set);
            Console.Error.WriteLine($"conveyor: lines at {options.Socket}, camera at conveyor:{options.Socket}");
            WaitHandle.WaitAny([run.Done, ended.WaitHandle]);
            ConveyorReport result = run.Report();
            if (output.Report is { } report)
                File.WriteAllText(report, result.ToJson() + "\n");
            if (output.Stays)
                ended.Wait();
            Console.Out.WriteLine(result.ToSummary());
            return ExitStatus.Done;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return Refuse(e.Message);
        }

        void End(PosixSignalContext context)
        {
            context.Cancel = true;
            ended.Set();
        }
    }
}
