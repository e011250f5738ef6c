using Edge.Agent.Configuration;
using Edge.Agent.Gpio;
using Edge.Testing;
using Iot.Device.Mcp23xxx;
using Microsoft.Extensions.Logging.Abstractions;

namespace Edge.Agent.Tests.Gpio;

public sealed class ExpanderTests : IDisposable
{
    private readonly FakeExpander _fake = new();
    private readonly GpioSettings _settings;
    private readonly LineBank _bank;

    public ExpanderTests()
    {
        _settings = new GpioSettings { Chips = [_fake.Settings] };
        _bank = new LineBank(_settings, TimeProvider.System, NullLogger.Instance, chip => ChipOpener.Open(chip, _ => _fake.Device));
    }

    public void Dispose() => _bank.Dispose();

    [Theory]
    [InlineData(3, false, false)]
    [InlineData(3, true, false)]
    [InlineData(12, false, true)]
    [InlineData(12, true, true)]
    public void Output_Opened_NeverHasAnotherLevelThanItsSafeOne(int line, bool safeActive, bool activeLow)
    {
        using IOutputLine output = _bank.OpenOutput(new OutputLineSettings { Line = line, SafeActive = safeActive, ActiveLow = activeLow });
        Assert.True(_fake.IsOutput(line));
        Assert.Equal([(line, safeActive != activeLow)], _fake.Driven);
        Assert.Equal(safeActive, output.ReadBack());
    }

    [Fact]
    public void Output_OpenedBesideAnother_DisturbsNothing()
    {
        using IOutputLine first = _bank.OpenOutput(new OutputLineSettings { Line = 0, SafeActive = true });
        using IOutputLine second = _bank.OpenOutput(new OutputLineSettings { Line = 1, SafeActive = true });
        using IOutputLine third = _bank.OpenOutput(new OutputLineSettings { Line = 9 });
        second.Set(false);
        third.Set(true);
        first.Set(false);
        first.Set(true);

        Assert.Equal([(0, true), (1, true), (9, false), (1, false), (9, true), (0, false), (0, true)], _fake.Driven);
    }

    [Fact]
    public void Output_ChipThatWasReset_IsToldInsteadOfDrivenIntoNothing()
    {
        using IOutputLine output = _bank.OpenOutput(new OutputLineSettings { Line = 4 });
        _fake.PowerCycle();
        var e = Assert.Throws<LineException>(() => output.Set(true));
        Assert.Contains("line 4 of the MCP23017 at 0x20 on I2C bus 1", e.Message, StringComparison.OrdinalIgnoreCase);
        Assert.Contains("was reset", e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Output_ChipThatIsPulledOut_IsTold()
    {
        using IOutputLine output = _bank.OpenOutput(new OutputLineSettings { Line = 4 });
        _fake.Device.IsSilent = true;
        Assert.Contains("Remote I/O error", Assert.Throws<LineException>(() => output.Set(true)).Message, StringComparison.Ordinal);
        Assert.Throws<LineException>(() => output.ReadBack());
        _bank.MakeSafe();
    }

    [Fact]
    public async Task Input_OnPortB_IsPolledAndItsEdgesCome()
    {
        var edges = new List<bool>();
        using IInputLine input = _bank.OpenInput(new InputLineSettings { Line = 13, Edge = LineEdges.Both, Pull = LinePull.None }, edge =>
        {
            lock (edges)
                edges.Add(edge.Active);
        });
        Assert.False(input.IsActive);
        _fake.Drive(13, true);
        await Deadline.UntilAsync(() => input.IsActive, "the rising edge");
        _fake.Drive(13, false);
        await Deadline.UntilAsync(() => !input.IsActive, "the falling edge");
        lock (edges)
            Assert.Equal([true, false], edges);
    }

    [Fact]
    public void Input_PullUp_SetsTheChipsResistorAndPullDownIsRefused()
    {
        using (IInputLine input = _bank.OpenInput(new InputLineSettings { Line = 2, Pull = LinePull.Up, ActiveLow = true }, _ => { }))
        {
            Assert.True(_fake.HasPullUp(2));
            Assert.False(input.IsActive);
        }

        var e = Assert.Throws<LineException>(() => _bank.OpenInput(new InputLineSettings { Line = 2, Pull = LinePull.Down }, _ => { }));
        Assert.Equal("Line 2 of the MCP23017 at 0x20 on I2C bus 1 has no pull down; allowed: none, up.", e.Message);
    }

    [Fact]
    public void Bank_Disposed_LeavesOutputsSafeAndClosesTheDevice()
    {
        IOutputLine output = _bank.OpenOutput(new OutputLineSettings { Line = 7, SafeActive = true });
        output.Set(false);
        _bank.Dispose();
        Assert.True(_fake.Level(7));
        Assert.True(_fake.Device.IsDisposed);
        Assert.Throws<ObjectDisposedException>(() => output.Set(false));
    }

    [Theory]
    [InlineData(0x00)]
    [InlineData(0xFF)]
    [InlineData(0x60)]
    public void Open_DeviceThatAnswersNonsense_IsRefused(byte stuckAt)
    {
        _fake.Device.StuckAt = stuckAt;
        var e = Assert.Throws<LineException>(() => _bank.OpenOutput(new OutputLineSettings { Line = 1 }));
        Assert.Contains("what answers there is no MCP23017", e.Message, StringComparison.Ordinal);
        Assert.Contains("allowed: an MCP23017 that answers at 0x20 to 0x27", e.Message, StringComparison.Ordinal);
        Assert.True(_fake.Device.IsDisposed);
    }

    [Fact]
    public void Open_DeviceThatDoesNotAnswer_IsRefused()
    {
        _fake.Device.IsSilent = true;
        var e = Assert.Throws<LineException>(() => _bank.OpenInput(new InputLineSettings { Line = 1 }, _ => { }));
        Assert.Contains("cannot be opened", e.Message, StringComparison.Ordinal);
        Assert.Contains("Remote I/O error", e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Open_BusThatIsNotThere_IsRefusedWithTheBusesOfTheMachine()
    {
        using var bank = new LineBank(new GpioSettings { Chips = [_fake.Settings with { Bus = 201 }] }, TimeProvider.System, NullLogger.Instance);
        var e = Assert.Throws<LineException>(() => bank.OpenOutput(new OutputLineSettings { Line = 1 }));
        Assert.Contains("/dev/i2c-201", e.Message, StringComparison.Ordinal);
        Assert.Contains("on a bus of this machine: ", e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Driver_AddressOfAnotherDevice_ThrowsWhatThePackageThrows() =>
        Assert.Throws<ArgumentOutOfRangeException>(() => new Mcp23017(new FakeI2cDevice(0x76)));
}
