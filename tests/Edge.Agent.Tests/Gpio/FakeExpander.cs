using Edge.Agent.Configuration;
using Edge.Agent.Gpio;

namespace Edge.Agent.Tests.Gpio;

/// <summary>An MCP23017 as its data sheet has it after power on (IOCON.BANK = 0): writing GPIO writes the latches, reading GPIO reads the pins.</summary>
internal sealed class FakeExpander
{
    private const byte Direction = 0x00, PullUps = 0x0C, Pins = 0x12, Latches = 0x14;

    public FakeExpander()
    {
        Device.Registers[Direction] = Device.Registers[Direction + 1] = 0xFF;
        Device.Written = (register, _) =>
        {
            if (register is Pins or Pins + 1)
                Device.Registers[register + (Latches - Pins)] = Device.Registers[register];
            Settle();
        };
    }

    public FakeI2cDevice Device { get; } = new();

    /// <summary>What the wiring drives into each pin that is an input.</summary>
    public ushort Outside { get; private set; }

    /// <summary>Every level that a driven pin had, in order.</summary>
    public List<(int Pin, bool Level)> Driven { get; } = [];

    public GpioChipSettings Settings { get; } = new() { Id = "x", Kind = GpioChipKind.Mcp23017, PollEvery = TimeSpan.FromMilliseconds(1) };

    public LineChip Open() => ExpanderChip.Open("the expander", Settings, Device);

    public bool IsOutput(int pin) => (Device.Registers[Direction + (pin / 8)] & (1 << (pin % 8))) == 0;

    public bool HasPullUp(int pin) => (Device.Registers[PullUps + (pin / 8)] & (1 << (pin % 8))) != 0;

    public bool Level(int pin) => (Device.Registers[Pins + (pin / 8)] & (1 << (pin % 8))) != 0;

    public void Drive(int pin, bool level)
    {
        Outside = (ushort)(level ? Outside | (1 << pin) : Outside & ~(1 << pin));
        Settle();
    }

    /// <summary>The supply dipped: all registers as after power on.</summary>
    public void PowerCycle()
    {
        Array.Clear(Device.Registers);
        Device.Registers[Direction] = Device.Registers[Direction + 1] = 0xFF;
        Settle();
    }

    private void Settle()
    {
        for (int pin = 0; pin < 16; pin++)
        {
            bool latch = (Device.Registers[Latches + (pin / 8)] & (1 << (pin % 8))) != 0;
            bool level = IsOutput(pin) ? latch : (Outside & (1 << pin)) != 0 || HasPullUp(pin);
            if (IsOutput(pin) && (Driven.LastOrDefault(d => d.Pin == pin) is var last) && (last == default || last.Level != level))
                Driven.Add((pin, level));
            int register = Pins + (pin / 8);
            Device.Registers[register] = (byte)(level ? Device.Registers[register] | (1 << (pin % 8)) : Device.Registers[register] & ~(1 << (pin % 8)));
        }
    }
}
