using System.Net.Sockets;
using Edge.Agent.Capture;
using Edge.Agent.Capture.Conveyor;
using Edge.Agent.Configuration;
using Edge.Agent.Gpio;
using Edge.Domain.Frames;
using Edge.Testing;
using Microsoft.Extensions.Logging.Abstractions;

namespace Edge.Agent.Tests.Capture.Conveyor;

/// <summary>A conveyor at work, over its real sockets.</summary>
public sealed class ConveyorRunTests : IDisposable
{
    private static readonly PartStock Stock = new(1, 320, 2, 2);

    private readonly string _folder = Directory.CreateTempSubdirectory("edge-conveyor-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task ConveyorRun_LinesWatched_EncoderAndTriggerTellOfEveryPart()
    {
        ConveyorOptions options = Options with { Parts = 3 };
        using var bank = new LineBank(new GpioSettings { Chips = [new GpioChipSettings { Id = "c", Kind = GpioChipKind.Simulated, Socket = options.Socket }] }, TimeProvider.System, NullLogger.Instance);
        using var run = new ConveyorRun(options, Stock, TimeProvider.System);
        int counts = 0;
        int parts = 0;
        using IInputLine encoder = bank.OpenInput(new InputLineSettings { Line = ConveyorPlaces.Encoder, Edge = LineEdges.Both }, _ => Interlocked.Increment(ref counts));
        using IInputLine trigger = bank.OpenInput(new InputLineSettings { Line = ConveyorPlaces.Trigger }, _ => Interlocked.Increment(ref parts));
        using IOutputLine ready = bank.OpenOutput(new OutputLineSettings { Line = ConveyorPlaces.Ready });
        ready.Set(true);
        Assert.True(run.Done.WaitOne(Deadline.Default));
        ConveyorReport report = run.Report();
        await Deadline.UntilAsync(() => Volatile.Read(ref parts) == 3, "three triggers came");
        Assert.True(Volatile.Read(ref counts) > 200, $"{counts} counts");
        Assert.Equal((3, 3), (report.Parts, report.GoodAccepted + report.BadAccepted));
        Assert.All(report.Each, line => Assert.True(line.Watched));
    }

    [Fact]
    public void ConveyorRun_AgentGone_TheDiverterRejectsWhatComes()
    {
        using var run = new ConveyorRun(Options with { Parts = 2, FeedAtOnce = true }, Stock, TimeProvider.System);
        Assert.True(run.Done.WaitOne(Deadline.Default));
        Assert.All(run.Report().Each, line => Assert.Equal(("diverted", false, false), (line.Bin, line.Ready, line.Watched)));
    }

    [Fact]
    public void ConveyorSource_Pictures_SayWhenTheyWereExposed()
    {
        using var run = new ConveyorRun(Options with { Parts = 5, FeedAtOnce = true }, Stock, TimeProvider.System);
        using var pool = new FramePool();
        using var source = new ConveyorSource(Options.Socket);
        source.Open(CancellationToken.None);
        long last = 0;
        for (int i = 0; i < 5; i++)
        {
            using Frame frame = source.Read(pool, CancellationToken.None)!;
            Assert.Equal((320, 320), (frame.Width, frame.Height));
            Assert.InRange(frame.ExposedTimestamp, last + 1, TimeProvider.System.GetTimestamp());
            last = frame.ExposedTimestamp;
        }
    }

    [Fact]
    public void ConveyorSource_NoConveyor_SaysSo()
    {
        using var source = new ConveyorSource(Path.Combine(_folder, "none"));
        Assert.Contains("no conveyor listens", Assert.Throws<CaptureException>(() => source.Open(CancellationToken.None)).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("blur 5", "ok")]
    [InlineData("light 0.5", "ok")]
    [InlineData("present bad", "ok")]
    [InlineData("present 7", "error not understood; allowed: present good|bad|blank, blur PIXELS, light FACTOR, stats, end")]
    [InlineData("", "error not understood; allowed: present good|bad|blank, blur PIXELS, light FACTOR, stats, end")]
    public void ConveyorControl_Order_IsAnswered(string order, string answer)
    {
        using var run = new ConveyorRun(Options, Stock, TimeProvider.System);
        using var control = new ConveyorControl(Options.Socket, run, () => { });
        using var socket = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        socket.Connect(new UnixDomainSocketEndPoint(ConveyorPlaces.ControlOf(Options.Socket)));
        using var stream = new NetworkStream(socket);
        using var writer = new StreamWriter(stream) { AutoFlush = true };
        using var reader = new StreamReader(stream);
        writer.WriteLine(order);
        Assert.Equal(answer, reader.ReadLine());
    }

    private ConveyorOptions Options => new() { Socket = Path.Combine(_folder, "line"), Size = 320, Speed = 1000 };
}
