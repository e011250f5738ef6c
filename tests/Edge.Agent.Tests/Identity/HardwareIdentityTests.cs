using Edge.Agent.Identity;
using Edge.Contracts.Topics;

namespace Edge.Agent.Tests.Identity;

public sealed class HardwareIdentityTests : IDisposable
{
    private readonly string _root = Directory.CreateTempSubdirectory("edge-hardware-").FullName;

    public void Dispose() => Directory.Delete(_root, recursive: true);

    [Fact]
    public void Board_WithADeviceTree_IsItsModelAndSerial()
    {
        Write("proc/device-tree/model", "Raspberry Pi 5 Model B Rev 1.0\0");
        Write("proc/device-tree/serial-number", "10000000abcdef12\0");
        Write("etc/machine-id", "0123456789abcdef0123456789abcdef\n");

        Assert.Equal(new HardwareIdentity("raspberry-pi-5-model-b-rev-1-0", "10000000abcdef12"), HardwareIdentity.Of("", "", _root));
    }

    [Fact]
    public void Machine_WithoutASerial_IsItsMachineId()
    {
        Write("etc/machine-id", "0123456789abcdef0123456789abcdef\n");

        Assert.Equal("0123456789abcdef0123456789abcdef", HardwareIdentity.Of("", "", _root).Serial);
    }

    [Fact]
    public void Machine_ThatSaysNothing_StillHasIds()
    {
        HardwareIdentity identity = HardwareIdentity.Of("", "", _root);

        Assert.True(EdgeId.IsValid(identity.Hardware));
        Assert.True(EdgeId.IsValid(identity.Serial));
    }

    [Fact]
    public void Settings_OverTheMachine_Count() =>
        Assert.Equal(new HardwareIdentity("kit-2", "0007"), HardwareIdentity.Of("kit-2", "0007"));

    private void Write(string file, string text)
    {
        string path = Path.Combine(_root, file);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        File.WriteAllText(path, text);
    }
}
