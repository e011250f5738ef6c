using System.Device.Gpio;
using System.Device.Gpio.Drivers;
using Edge.Agent.Configuration;
using Edge.Agent.Gpio;
using Edge.Agent.Health;
using Edge.Agent.Tests.Health;
using Edge.Domain.Frames;
using Edge.Testing;
using Microsoft.Extensions.Logging;

namespace Edge.Agent.Tests.Gpio;

public sealed class StatusLightTests
{
    private readonly ManualTimeProvider _time = new();
    private readonly RecordingLog<StatusLight> _log = new();
    private readonly RecordingDriver _driver = new();

    [Fact]
    public void Light_AllCamerasWatched_IsOnAndSteady()
    {
        using StatusLight light = Open();
        light.HealthChanged(Report(isWatching: true));
        _time.Advance(TimeSpan.FromSeconds(10));

        Assert.Equal([(7, PinValue.Low), (7, PinValue.High)], _driver.Written);
    }

    [Fact]
    public void Light_Blind_BlinksUntilItWatchesAgain()
    {
        using StatusLight light = Open();
        light.HealthChanged(Report(isWatching: false));
        _time.Advance(TimeSpan.FromSeconds(3));
        Assert.Equal(
            [PinValue.Low, PinValue.High, PinValue.Low, PinValue.High, PinValue.Low, PinValue.High, PinValue.Low, PinValue.High],
            _driver.Written.Select(w => w.Value));

        light.HealthChanged(Report(isWatching: true));
        int written = _driver.Written.Count;
        _time.Advance(TimeSpan.FromSeconds(10));
        Assert.Equal(written, _driver.Written.Count);
        Assert.Equal(PinValue.High, _driver.Written[^1].Value);
    }

    [Fact]
    public void Light_AgentEnds_GoesOutAndTheChipIsClosed()
    {
        StatusLight light = Open();
        light.HealthChanged(Report(isWatching: true));
        light.Dispose();
        _bank!.Dispose();

        Assert.Equal(PinValue.Low, _driver.Written[^1].Value);
        Assert.True(_driver.IsDisposed);
    }

    [Fact]
    public void Light_NoLineConfigured_OpensNothing()
    {
        using var bank = new LineBank(new GpioSettings(), _time, _log, _ => throw new InvalidOperationException("opened"));
        using var light = new StatusLight(bank, _time, _log);
        light.HealthChanged(Report(isWatching: false));
        _time.Advance(TimeSpan.FromSeconds(3));

        Assert.False(light.IsUsable);
        Assert.Empty(_log.Lines);
    }

    [Fact]
    public void Light_ChipGoesAway_IsToldOnceAndTheAgentGoesOn()
    {
        using StatusLight light = Open();
        light.HealthChanged(Report(isWatching: false));
        _driver.IsPulledOut = true;
        _time.Advance(TimeSpan.FromSeconds(3));
        light.HealthChanged(Report(isWatching: true));

        Assert.False(light.IsUsable);
        Assert.Equal((LogLevel.Error, "The status light cannot be used: Line 7 of gpiochip3 cannot be switched: the chip is gone; allowed: lines 0 to 31 that nothing else uses. The agent goes on without it."), Assert.Single(_log.Lines));
    }

    [Fact]
    public void Light_RealChipThatIsNotThere_IsToldOnceAndTheAgentGoesOn()
    {
        using var bank = new LineBank(new GpioSettings { Chip = 4711, StatusLine = 7 }, _time, _log);
        using var light = new StatusLight(bank, _time, _log);
        light.HealthChanged(Report(isWatching: true));
        _time.Advance(TimeSpan.FromSeconds(3));

        Assert.False(light.IsUsable);
        (LogLevel level, string line) = Assert.Single(_log.Lines);
        Assert.Equal(LogLevel.Error, level);
        Assert.StartsWith("The status light cannot be used: gpiochip4711 cannot be opened: Unable to find a chip, error: 2 (No such file or directory); allowed: ", line);
    }

    [Fact]
    public void Driver_ChipThatIsNotThere_ThrowsWhatThePackageThrows()
    {
        var e = Assert.Throws<IOException>(() => new LibGpiodDriver(4711));
        Assert.Equal("Unable to find a chip, error: 2 (No such file or directory)", e.Message);
    }

    [Fact]
    public void Controller_PinThatIsNotOpen_ThrowsWhatThePackageThrows()
    {
        using var controller = new GpioController(_driver);
        Assert.Equal("Can not write to pin 3 because it is not open.", Assert.Throws<InvalidOperationException>(() => controller.Write(3, PinValue.High)).Message);
        Assert.Equal("Can not close pin 3 because it is not open.", Assert.Throws<InvalidOperationException>(() => controller.ClosePin(3)).Message);
        controller.OpenPin(3);
        Assert.Equal("Pin 3 does not support mode InputPullUp.", Assert.Throws<InvalidOperationException>(() => controller.SetPinMode(3, PinMode.InputPullUp)).Message);
        controller.Dispose();
        Assert.Throws<ObjectDisposedException>(() => controller.OpenPin(3));
    }

    [Fact]
    public void Thermometer_OnAnyMachine_GivesAPlausibleTemperatureOrNone()
    {
        using var thermometer = new CpuThermometer();
        double? celsius = thermometer.ReadCelsius();
        if (!File.Exists("/sys/class/thermal/thermal_zone0/temp"))
            Assert.Null(celsius);
        else if (celsius is not null)
            Assert.InRange(celsius.Value, -60, 150);
    }

    [Theory]
    [InlineData(LightPattern.Off, "")]
    [InlineData(LightPattern.Starting, "1000 1000")]
    [InlineData(LightPattern.Watching, "1000")]
    [InlineData(LightPattern.Slowed, "1800 200")]
    [InlineData(LightPattern.Blind, "500 500")]
    [InlineData(LightPattern.FailSafe, "100 150 100 650")]
    public void Rhythm_OfEachPattern_IsItsOwn(LightPattern pattern, string milliseconds) =>
        Assert.Equal(milliseconds, string.Join(' ', LightRhythms.Of(pattern).Select(time => time.TotalMilliseconds)));

    [Fact]
    public void Light_UntilTheFirstReport_PulsesSlowly()
    {
        using StatusLight light = Open();
        _time.Advance(TimeSpan.FromSeconds(3));
        Assert.Equal([PinValue.Low, PinValue.High, PinValue.Low, PinValue.High, PinValue.Low], _driver.Written.Select(w => w.Value));
    }

    [Fact]
    public void Light_FailSafe_FlashesTwiceASecondWhateverElseIsTrue()
    {
        using StatusLight light = Open();
        light.HealthChanged(Report(isWatching: false));
        light.SlowedChanged(true);
        light.FailSafeChanged("press", true);
        light.FailSafeChanged("oven", true);
        light.FailSafeChanged("oven", false);
        int before = _driver.Written.Count;
        light.HealthChanged(Report(isWatching: true));
        _time.Advance(TimeSpan.FromMilliseconds(1200));
        // On since the pattern began; then off, on, off, on, off.
        Assert.Equal([PinValue.Low, PinValue.High, PinValue.Low, PinValue.High, PinValue.Low], _driver.Written.Skip(before).Select(w => w.Value));

        light.FailSafeChanged("press", false);
        light.SlowedChanged(false);
        int written = _driver.Written.Count;
        _time.Advance(TimeSpan.FromSeconds(10));
        Assert.Equal((written, PinValue.High), (_driver.Written.Count, _driver.Written[^1].Value));
    }

    [Fact]
    public void Light_Slowed_IsOnWithAShortGap()
    {
        using StatusLight light = Open();
        light.HealthChanged(Report(isWatching: true));
        light.SlowedChanged(true);
        int before = _driver.Written.Count;
        _time.Advance(TimeSpan.FromSeconds(4));
        Assert.Equal([PinValue.Low, PinValue.High, PinValue.Low, PinValue.High], _driver.Written.Skip(before).Select(w => w.Value));
    }

    private LineBank? _bank;

    private StatusLight Open()
    {
        _bank = new LineBank(new GpioSettings { Chip = 3, StatusLine = 7 }, _time, _log, chip =>
        {
            Assert.Equal((GpioChipKind.Gpiochip, 3), (chip.Kind, chip.Number));
            return new LineChip("gpiochip3", _driver);
        });
        return new StatusLight(_bank, _time, _log);
    }

    private static HealthReport Report(bool isWatching) => new(new Moment(TimeSpan.Zero, DateTimeOffset.UnixEpoch), isWatching, false, [], 0);
}
