using System.Net.Sockets;
using System.Text;
using Edge.Agent.Configuration;
using Edge.Agent.Gpio;
using Edge.Agent.Gpio.Simulated;
using Edge.Testing;
using Microsoft.Extensions.Logging.Abstractions;

namespace Edge.Agent.Tests.Gpio;

/// <summary>The bank, its driver and the simulated chip over a real Unix socket.</summary>
public sealed class SimulatedLinesTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("edge-lines-").FullName;
    private readonly SimulatedChipServer _chip;
    private readonly LineBank _bank;

    public SimulatedLinesTests()
    {
        _chip = new SimulatedChipServer(Socket, 8, TimeProvider.System);
        _bank = NewBank();
    }

    private string Socket => Path.Combine(_folder, "chip.sock");

    public void Dispose()
    {
        _bank.Dispose();
        _chip.Dispose();
        Directory.Delete(_folder, recursive: true);
    }

    [Theory]
    [InlineData(false, false)]
    [InlineData(true, false)]
    [InlineData(false, true)]
    [InlineData(true, true)]
    public void Output_Opened_HasItsSafeLevelAndNoOtherBefore(bool safeActive, bool activeLow)
    {
        bool safeLevel = safeActive != activeLow;
        var changes = new List<bool>();
        _chip.Pull(2, !safeLevel);
        _chip.OutputChanged += change => changes.Add(change.Level);
        using IOutputLine output = _bank.OpenOutput(new OutputLineSettings { Line = 2, SafeActive = safeActive, ActiveLow = activeLow });
        Assert.Equal([safeLevel], changes);
        Assert.Equal(safeActive, output.ReadBack());

        output.Set(!safeActive);
        Assert.Equal(!safeActive, output.ReadBack());
        _bank.MakeSafe();
        Assert.Equal([safeLevel, !safeLevel, safeLevel], changes);
    }

    [Fact]
    public void Output_Disposed_IsSafeThenReleasedToItsPull()
    {
        var changes = new List<(bool Level, bool IsReleased)>();
        _chip.Pull(1, true);
        _chip.OutputChanged += change => changes.Add((change.Level, change.IsReleased));
        IOutputLine output = _bank.OpenOutput(new OutputLineSettings { Line = 1 });
        output.Set(true);
        output.Dispose();
        output.Dispose();

        Assert.Equal([(false, false), (true, false), (false, false), (true, true)], changes);
        Assert.Throws<ObjectDisposedException>(() => output.Set(true));
        using IOutputLine again = _bank.OpenOutput(new OutputLineSettings { Line = 1 });
    }

    [Theory]
    [InlineData(LineEdges.Rising, false, "+ +")]
    [InlineData(LineEdges.Falling, false, "- -")]
    [InlineData(LineEdges.Both, false, "+ - + -")]
    [InlineData(LineEdges.Rising, true, "+ +")]
    public async Task Input_Driven_GivesTheEdgesThatCountInOrder(LineEdges which, bool activeLow, string expected)
    {
        var edges = new List<LineEdge>();
        _chip.Drive(3, activeLow);
        using IInputLine input = _bank.OpenInput(new InputLineSettings { Line = 3, Edge = which, ActiveLow = activeLow }, edge =>
        {
            lock (edges)
                edges.Add(edge);
        });
        Assert.False(input.IsActive);
        long before = TimeProvider.System.GetTimestamp();
        foreach (bool active in new[] { true, false, true, false })
        {
            _chip.Drive(3, active != activeLow);
            await Deadline.UntilAsync(() => input.IsActive == active, "the edge");
        }

        await Deadline.UntilAsync(() => Said(edges) == expected, $"{expected} instead of {Said(edges)}");
        lock (edges)
            Assert.All(edges, edge => Assert.InRange(edge.Timestamp, before, TimeProvider.System.GetTimestamp()));
    }

    [Fact]
    public async Task Input_BouncesAndGlitches_CountOnce()
    {
        var time = new ManualTimeProvider();
        using LineBank bank = NewBank(time);
        var edges = new List<LineEdge>();
        // The second input has no debouncing: its edge says that all before it have come.
        int seen = 0;
        using IInputLine input = bank.OpenInput(new InputLineSettings { Line = 0, Edge = LineEdges.Both, Debounce = TimeSpan.FromMilliseconds(20) }, edges.Add);
        using IInputLine marker = bank.OpenInput(new InputLineSettings { Line = 1, Edge = LineEdges.Both }, _ => Interlocked.Increment(ref seen));
        int marks = 0;
        async Task DriveAsync(bool level)
        {
            _chip.Drive(0, level);
            _chip.Drive(1, !_chip.Read(1));
            marks++;
            await Deadline.UntilAsync(() => Volatile.Read(ref seen) == marks, "the marker");
        }

        foreach (bool level in new[] { true, false, true, false, true })
        {
            await DriveAsync(level);
            time.Advance(TimeSpan.FromMilliseconds(3));
        }

        long lastBounce = time.GetTimestamp() - TimeSpan.FromMilliseconds(3).Ticks;
        time.Advance(TimeSpan.FromMilliseconds(16));
        Assert.Empty(edges);
        Assert.False(input.IsActive);
        time.Advance(TimeSpan.FromMilliseconds(2));
        Assert.Equal([new LineEdge(true, lastBounce)], edges);
        Assert.True(input.IsActive);

        await DriveAsync(false);
        time.Advance(TimeSpan.FromMilliseconds(5));
        await DriveAsync(true);
        time.Advance(TimeSpan.FromSeconds(1));
        Assert.Single(edges);
    }

    [Fact]
    public async Task Input_ManyEdgesWithoutDebouncing_AllCome()
    {
        int count = 0;
        using IInputLine input = _bank.OpenInput(new InputLineSettings { Line = 5 }, _ => Interlocked.Increment(ref count));
        for (int i = 0; i < 5000; i++)
        {
            _chip.Drive(5, true);
            _chip.Drive(5, false);
            // As an encoder: fast, yet never ahead of what the socket holds.
            if (i % 500 == 499)
                await Deadline.UntilAsync(() => Volatile.Read(ref count) == i + 1, "the counts");
        }

        Assert.Equal(5000, count);
    }

    [Fact]
    public async Task Input_HandlerThatDrivesAnOutputOrThrows_HoldsUpNothing()
    {
        using IOutputLine output = _bank.OpenOutput(new OutputLineSettings { Line = 6 });
        using IInputLine input = _bank.OpenInput(new InputLineSettings { Line = 7, Edge = LineEdges.Both }, edge =>
        {
            output.Set(edge.Active);
            if (edge.Active)
                throw new InvalidOperationException("a handler that is wrong");
        });
        _chip.Drive(7, true);
        await Deadline.UntilAsync(() => _chip.Read(6), "the output follows");
        _chip.Drive(7, false);
        await Deadline.UntilAsync(() => !_chip.Read(6), "the output follows again");
    }

    [Fact]
    public void Line_OfAnotherProcess_IsRefusedWithItsName()
    {
        using LineBank other = NewBank();
        using IOutputLine output = _bank.OpenOutput(new OutputLineSettings { Line = 4 });
        var e = Assert.Throws<LineException>(() => other.OpenInput(new InputLineSettings { Line = 4 }, _ => { }));
        Assert.Contains($"Line 4 of the simulated chip at {Socket} cannot be opened as an input: line 4 is in use by ", e.Message, StringComparison.Ordinal);
        Assert.Contains("allowed: lines 0 to 7 that nothing else uses", e.Message, StringComparison.Ordinal);
        Assert.Equal(4, e.Line);
    }

    [Fact]
    public async Task Client_ConnectionThatBreaks_ReleasesItsOutputsAndTheServerGoesOn()
    {
        using (var raw = Connect())
        {
            Say(raw, "hello 1 raw\noutput 2 1\n");
            await Deadline.UntilAsync(() => _chip.Read(2), "the output is high");
            Assert.True(_chip.IsDriven(2));
            raw.LingerState = new LingerOption(true, 0);
        }

        await Deadline.UntilAsync(() => !_chip.Read(2) && !_chip.IsDriven(2), "the output falls to its pull");
        using IOutputLine output = _bank.OpenOutput(new OutputLineSettings { Line = 2, SafeActive = true });
        Assert.True(_chip.Read(2));
    }

    [Fact]
    public void Server_ThatGoesAway_IsToldAndMakeSafeDoesNotThrow()
    {
        using IOutputLine output = _bank.OpenOutput(new OutputLineSettings { Line = 2 });
        _chip.Dispose();
        var e = Assert.Throws<LineException>(() => output.Set(true));
        Assert.Contains("is gone", e.Message, StringComparison.Ordinal);
        _bank.MakeSafe();
    }

    [Theory]
    [InlineData("set 1 1", "error nobody said hello")]
    [InlineData("hello 2 x", "error the protocol's version is 1")]
    [InlineData("hello 1 x|set 1 1", "error line 1 is not open")]
    [InlineData("hello 1 x|output 8 1", "error there is no line 8; allowed: 0 to 7")]
    [InlineData("hello 1 x|output -1 1", "error there is no line -1; allowed: 0 to 7")]
    [InlineData("hello 1 x|output 1 2", "error there is no level 2; allowed: 0, 1")]
    [InlineData("hello 1 x|input 1 sideways", "error there is no pull sideways; allowed: none, up, down")]
    [InlineData("hello 1 x|input 1 none|set 1 1", "error line 1 is an input")]
    [InlineData("hello 1 x|sing", "error not understood")]
    public void Server_BadRequest_AnswersWhatIsAllowed(string requests, string answer)
    {
        using Socket raw = Connect();
        string[] lines = requests.Split('|');
        Say(raw, string.Join('\n', lines) + "\n");
        string said = "";
        byte[] buffer = new byte[1024];
        while (said.Count(c => c == '\n') < lines.Length)
            said += Encoding.ASCII.GetString(buffer, 0, raw.Receive(buffer));
        Assert.StartsWith(answer, said.Split('\n')[lines.Length - 1], StringComparison.Ordinal);
    }

    [Fact]
    public async Task Server_LineWithoutEnd_IsCutOff()
    {
        using Socket raw = Connect();
        Say(raw, "hello 1 raw\n");
        await Deadline.UntilAsync(() => _chip.Clients == 1, "the client is there");
        Say(raw, new string('x', 4000));
        await Deadline.UntilAsync(() => _chip.Clients == 0, "the client is cut off");
    }

    [Fact]
    public void Server_SocketOfADeadProcess_IsReplacedAndOneInUseIsNot()
    {
        string path = Path.Combine(_folder, "other.sock");
        using (var stale = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified))
        {
            // .NET removes the file that it made: under another name it stays, as a killed process leaves it.
            stale.Bind(new UnixDomainSocketEndPoint(path + "-made"));
            File.Move(path + "-made", path);
        }

        Assert.True(File.Exists(path));

        File.WriteAllText(Path.Combine(_folder, "file"), "precious");
        using var server = new SimulatedChipServer(path, 1, TimeProvider.System);
        Assert.Contains("another process listens", Assert.Throws<IOException>(() => new SimulatedChipServer(path, 1, TimeProvider.System)).Message, StringComparison.Ordinal);
        Assert.ThrowsAny<IOException>(() => new SimulatedChipServer(Path.Combine(_folder, "file"), 1, TimeProvider.System));
        Assert.Equal("precious", File.ReadAllText(Path.Combine(_folder, "file")));
    }

    private static void Say(Socket socket, string text) => socket.Send(Encoding.ASCII.GetBytes(text));

    private static string Said(List<LineEdge> edges)
    {
        lock (edges)
            return string.Join(' ', edges.Select(edge => edge.Active ? "+" : "-"));
    }

    private Socket Connect()
    {
        var socket = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified) { ReceiveTimeout = 20_000 };
        socket.Connect(new UnixDomainSocketEndPoint(Socket));
        return socket;
    }

    private LineBank NewBank(TimeProvider? time = null) => new(
        new GpioSettings { Chips = [new GpioChipSettings { Id = "sim", Kind = GpioChipKind.Simulated, Socket = Socket }] },
        time ?? TimeProvider.System,
        NullLogger.Instance);
}
