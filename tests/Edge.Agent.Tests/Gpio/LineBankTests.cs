using System.Device.Gpio;
using Edge.Agent.Configuration;
using Edge.Agent.Gpio;
using Edge.Agent.Tests.Health;
using Edge.Testing;

namespace Edge.Agent.Tests.Gpio;

public sealed class LineBankTests
{
    private static readonly GpioSettings TwoChips = new()
    {
        Chips = [new GpioChipSettings { Id = "board", Number = 4 }, new GpioChipSettings { Id = "same", Number = 4 }, new GpioChipSettings { Id = "other", Number = 5 }],
    };

    private readonly RecordingLog<LineBank> _log = new();
    private readonly Dictionary<int, RecordingDriver> _drivers = [];

    [Fact]
    public void Open_LineThatIsUsedTwice_IsRefusedAlsoUnderAnotherIdOfTheChip()
    {
        using LineBank bank = Open(TwoChips);
        using IOutputLine output = bank.OpenOutput(new OutputLineSettings { Line = 5 });
        var e = Assert.Throws<LineException>(() => bank.OpenOutput(new OutputLineSettings { Chip = "same", Line = 5 }));
        Assert.Equal("Line 5 of gpiochip4 is used twice: as an output and as an output; allowed: each line once.", e.Message);
        Assert.Equal(("gpiochip4", 5), (e.Chip, e.Line));
        using IOutputLine elsewhere = bank.OpenOutput(new OutputLineSettings { Chip = "other", Line = 5 });
    }

    [Fact]
    public void Open_ChipThatIsNotListed_IsRefusedWithThoseThatAre()
    {
        using LineBank bank = Open(TwoChips);
        var e = Assert.Throws<LineException>(() => bank.OpenOutput(new OutputLineSettings { Chip = "bord", Line = 5 }));
        Assert.Equal("There is no chip \"bord\" for line 5; allowed: \"board\", \"same\", \"other\".", e.Message);
    }

    [Theory]
    [InlineData(-1, "No line of gpiochip4 is given for an output; allowed: a line's number, from 0.")]
    [InlineData(32, "gpiochip4 has no line 32; allowed: 0 to 31.")]
    public void Open_LineThatIsNot_IsRefused(int line, string message)
    {
        using LineBank bank = Open(TwoChips);
        Assert.Equal(message, Assert.Throws<LineException>(() => bank.OpenOutput(new OutputLineSettings { Line = line })).Message);
    }

    [Fact]
    public void Open_NoChipsListed_IsTheChipOfTheStatusLight()
    {
        using LineBank bank = Open(new GpioSettings { Chip = 9 });
        using IOutputLine output = bank.OpenOutput(new OutputLineSettings { Line = 1 });
        Assert.Equal([9], _drivers.Keys);
    }

    [Fact]
    public void Open_ChipThatIsNotThere_IsRefusedEachTimeAndNothingIsKept()
    {
        using var bank = new LineBank(new GpioSettings { Chip = 4711 }, TimeProvider.System, _log);
        for (int i = 0; i < 2; i++)
        {
            var e = Assert.Throws<LineException>(() => bank.OpenOutput(new OutputLineSettings { Line = 1 }));
            Assert.StartsWith("gpiochip4711 cannot be opened: Unable to find a chip, error: 2 (No such file or directory); allowed: ", e.Message, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void MakeSafe_OneOutputThatFails_StillReachesTheOthers()
    {
        using LineBank bank = Open(TwoChips);
        using IOutputLine first = bank.OpenOutput(new OutputLineSettings { Chip = "board", Line = 1 });
        using IOutputLine second = bank.OpenOutput(new OutputLineSettings { Chip = "other", Line = 2, SafeActive = true });
        first.Set(true);
        second.Set(false);
        _drivers[4].IsPulledOut = true;
        bank.MakeSafe();

        Assert.Equal((2, PinValue.High), _drivers[5].Written[^1]);
        Assert.Contains("line 1 of gpiochip4 cannot be put to its safe level", Assert.Single(_log.Lines).Line, StringComparison.Ordinal);
    }

    [Fact]
    public void Dispose_OpenOutputs_AreSafeBeforeTheirChipsClose()
    {
        LineBank bank = Open(TwoChips);
        bank.OpenOutput(new OutputLineSettings { Line = 1, SafeActive = true, ActiveLow = true }).Set(false);
        bank.OpenOutput(new OutputLineSettings { Line = 2 }).Set(true);
        bank.Dispose();

        Assert.Equal((1, PinValue.Low), _drivers[4].Written.Last(w => w.Pin == 1));
        Assert.Equal((2, PinValue.Low), _drivers[4].Written.Last(w => w.Pin == 2));
        Assert.True(_drivers[4].IsDisposed);
        Assert.Throws<ObjectDisposedException>(() => bank.OpenOutput(new OutputLineSettings { Line = 3 }));
    }

    private LineBank Open(GpioSettings settings) => new(settings, new ManualTimeProvider(), _log, chip =>
    {
        Assert.False(_drivers.ContainsKey(chip.Number), "a chip is opened once");
        return new LineChip($"gpiochip{chip.Number}", _drivers[chip.Number] = new RecordingDriver());
    });
}
