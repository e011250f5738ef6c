using System.Text.Json;
using Edge.Agent.Capture.Synthetic;
using Edge.Agent.Configuration;
using Edge.Agent.Configuration.Stations;
using Edge.Agent.Gpio;
using Edge.Agent.Identity;
using Edge.Agent.Pipeline;
using Edge.Agent.Station;
using Edge.Agent.Station.Messages;
using Edge.Agent.Tests.Pipeline;
using Edge.Contracts.Messages;
using Edge.Contracts.Receipts;
using Edge.Domain.Frames;
using Edge.Testing;
using Edge.Vision.Images;
using Edge.Vision.Inference;
using Microsoft.Extensions.Logging.Abstractions;

namespace Edge.Agent.Tests.Station;

/// <summary>One station with everything real but the outbox, which is a list: pictures arrive as files in a folder.</summary>
internal sealed class StationRig : IAsyncDisposable
{
    private static readonly Lazy<string> _boards = new(DrawBoards);
    private readonly string _folder = Directory.CreateTempSubdirectory("station-").FullName;
    private readonly List<StationReading> _readings = [];
    private readonly StationSettings _settings;
    private readonly GpioSettings _gpio;
    private readonly DeviceKey _key;
    private LineBank _lines;
    private int _files;

    public StationRig(VisionModel model, ProductSettings product, Func<StationSettings, StationSettings>? change = null, GpioSettings? gpio = null)
    {
        Models = new ModelSlot(PipelineRig.Set(model), NullLogger.Instance);
        _settings = new StationSettings
        {
            Id = "line1",
            Trigger = new TriggerSettings { Kind = VerdictTriggerKind.File, Folder = Path.Combine(_folder, "incoming") },
            Products = [product],
            Deadline = TimeSpan.FromMinutes(1),
        };
        _settings = change?.Invoke(_settings) ?? _settings;
        _gpio = gpio ?? new GpioSettings();
        _key = DeviceKey.Load(_folder);
        _lines = new LineBank(_gpio, TimeProvider.System, NullLogger.Instance);
        Host = Make();
    }

    public ModelSlot Models { get; }

    public StationHost Host { get; private set; }

    public RecordingOutbox Outbox { get; } = new();

    public string ReceiptsFolder => Path.Combine(_folder, "stations", "line1", "receipts");

    /// <summary>Drawn boards: pictures with defects, and the same without.</summary>
    public static (string Picture, string Template) Board(int index)
    {
        string picture = Directory.GetFiles(Path.Combine(_boards.Value, "images")).Order().ElementAt(index);
        string template = Directory.GetFiles(Path.Combine(_boards.Value, "templates")).Order().ElementAt(index);
        return (picture, template);
    }

    /// <summary>The verdicts told so far, in order.</summary>
    public IReadOnlyList<VerdictMessage> Verdicts() =>
        [.. Outbox.Messages.Where(message => message.Topic.EndsWith("/verdicts/line1", StringComparison.Ordinal))
            .Select(message => JsonSerializer.Deserialize(message.Payload.Span, EventJson.Default.CloudEventVerdictMessage)!.Data)];

    /// <summary>The receipts on disk, in order; the chain is checked.</summary>
    public IReadOnlyList<Receipt> Receipts()
    {
        var receipts = new List<Receipt>();
        var verifier = new ReceiptVerifier(new ReceiptCheck { OnEntry = line => receipts.Add(line.Entry.Receipt) });
        foreach (string file in Directory.GetFiles(ReceiptsFolder, "*.jsonl").Order())
        {
            using FileStream content = new(file, FileMode.Open, FileAccess.Read, FileShare.ReadWrite);
            verifier.Add(file, content);
        }

        Assert.Null(verifier.Finish().Fault);
        return receipts;
    }

    public Task StartAsync() => Host.StartAsync();

    /// <summary>The agent ends and starts again.</summary>
    public async Task RestartAsync()
    {
        await Host.DisposeAsync();
        _lines.Dispose();
        _lines = new LineBank(_gpio, TimeProvider.System, NullLogger.Instance);
        Host = Make();
        await Host.StartAsync();
    }

    /// <summary>A part comes: its picture arrives. Waits for its verdict.</summary>
    public async Task<VerdictMessage> ShowAsync(string picture)
    {
        int before = Verdicts().Count;
        string name = $"{_files++:0000}{Path.GetExtension(picture)}";
        File.Copy(picture, Path.Combine(_settings.Trigger.Folder, name));
        await Deadline.UntilAsync(() => Verdicts().Count > before, $"a verdict on {name}; the station is {Host.Read().Mode}: {Host.Read().Reason}");
        return Verdicts()[before];
    }

    public Task UntilAsync(StationMode mode) => Deadline.UntilAsync(() => Host.Read().Mode == mode, $"mode {mode}, is {Host.Read().Mode}: {Host.Read().Reason}");

    /// <summary>A picture made from another.</summary>
    public string Changed(string picture, Action<Frame> change)
    {
        using var pool = new FramePool();
        using Frame frame = ImageCodec.Load(picture, pool);
        change(frame);
        string path = Path.Combine(_folder, $"changed{_files++}.jpg");
        File.WriteAllBytes(path, ImageCodec.EncodeJpeg(frame.View, 95));
        return path;
    }

    /// <summary>Out of focus: a box of <paramref name="side"/> pixels, three times, which is nearly a Gaussian.</summary>
    public static void Blur(Frame frame, int side)
    {
        for (int pass = 0; pass < 3; pass++)
        {
            BlurRows(frame, side);
            BlurColumns(frame, side);
        }
    }

    public async ValueTask DisposeAsync()
    {
        await Host.DisposeAsync();
        _lines.Dispose();
        _key.Dispose();
        Models.Dispose();
        Directory.Delete(_folder, recursive: true);
    }

    private static string DrawBoards()
    {
        string folder = Directory.CreateTempSubdirectory("boards-").FullName;
        AppDomain.CurrentDomain.ProcessExit += (_, _) => Directory.Delete(folder, recursive: true);
        Assert.Equal(0, SyntheticExport.Run(["--source", "boards", "--out", folder, "--frames", "4", "--seed", "11"]));
        return folder;
    }

    private StationHost Make() => new(_settings, new StationParts
    {
        Models = Models,
        OpenAnomaly = path => Task.FromException<Vision.Anomaly.PatchModel>(new ModelRefusedException($"no pack at '{path}'")),
        Outbox = Outbox,
        Evidence = null,
        ThumbnailWidth = 0,
        Lines = _lines,
        Key = _key,
        Facts = new StationFacts("lab", "dev", new ReceiptSoftware("1.0.0", new string('a', 64)), new string('b', 64)),
        DataPath = _folder,
        Changed = reading =>
        {
            lock (_readings)
                _readings.Add(reading);
        },
        Clock = TimeProvider.System,
        Log = NullLogger.Instance,
    });

    private static void BlurRows(Frame frame, int side)
    {
        var copy = new byte[frame.Width * 3];
        for (int y = 0; y < frame.Height; y++)
        {
            Span<byte> row = frame.View.Row(y);
            row.CopyTo(copy);
            for (int x = 0; x < row.Length; x++)
                row[x] = Mean(copy, x, side, 3, row.Length);
        }
    }

    private static void BlurColumns(Frame frame, int side)
    {
        var column = new byte[frame.Height];
        for (int x = 0; x < frame.Width * 3; x++)
        {
            for (int y = 0; y < frame.Height; y++)
                column[y] = frame.View.Row(y)[x];
            for (int y = 0; y < frame.Height; y++)
                frame.View.Row(y)[x] = Mean(column, y, side, 1, frame.Height);
        }
    }

    private static byte Mean(byte[] values, int at, int side, int step, int length)
    {
        int sum = 0, count = 0;
        for (int i = -(side / 2); i <= side / 2; i++)
        {
            int index = at + (i * step);
            if (index < 0 || index >= length)
                continue;
            sum += values[index];
            count++;
        }

        return (byte)(sum / count);
    }
}
