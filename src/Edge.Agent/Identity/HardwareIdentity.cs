using System.Runtime.InteropServices;
using Edge.Contracts.Topics;

namespace Edge.Agent.Identity;

/// <summary>What the device is made of and which one of its kind it is, as release targets name it. Both are ids: 1 to 64 letters, digits, <c>_</c> and <c>-</c>.</summary>
/// <param name="Hardware">Such as <c>raspberry-pi-5-model-b-rev-1-0</c> or <c>x64</c>.</param>
/// <param name="Serial">Serial number.</param>
public sealed record HardwareIdentity(string Hardware, string Serial)
{
    // The device tree is what boards on ARM have; product_serial of DMI is for root only, board_name for everybody.
    private static readonly string[] HardwareFiles = ["/proc/device-tree/model", "/sys/class/dmi/id/product_name"];
    private static readonly string[] SerialFiles = ["/proc/device-tree/serial-number", "/sys/class/dmi/id/product_serial", "/etc/machine-id"];

    /// <summary>What the machine says of itself, where the settings do not.</summary>
    /// <param name="hardware">What is configured; empty to ask the machine.</param>
    /// <param name="serial">What is configured; empty to ask the machine.</param>
    public static HardwareIdentity Of(string hardware, string serial) => Of(hardware, serial, "/");

    /// <summary>The same, of the machine whose files are under <paramref name="root"/>.</summary>
    internal static HardwareIdentity Of(string hardware, string serial, string root) => new(
        hardware.Length > 0 ? hardware : First(HardwareFiles, root) ?? RuntimeInformation.ProcessArchitecture.ToString().ToLowerInvariant(),
        serial.Length > 0 ? serial : First(SerialFiles, root) ?? Name(Environment.MachineName) ?? "unknown");

    private static string? First(string[] files, string root) =>
        files.Select(file => Name(Read(Path.Join(root, file)))).FirstOrDefault(name => name is not null);

    private static string Read(string file)
    {
        try
        {
            return File.Exists(file) ? File.ReadAllText(file) : "";
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return "";
        }
    }

    // "Raspberry Pi 5 Model B Rev 1.0\0" becomes "raspberry-pi-5-model-b-rev-1-0".
    private static string? Name(string text)
    {
        string name = string.Join('-', new string([.. text.Trim('\0', ' ', '\n').Select(c => char.IsAsciiLetterOrDigit(c) || c is '_' or '-' ? char.ToLowerInvariant(c) : ' ')])
            .Split(' ', StringSplitOptions.RemoveEmptyEntries));
        return name.Length == 0 ? null : name[..Math.Min(name.Length, EdgeId.MaximumLength)];
    }
}
