using System.Diagnostics;
using Edge.Contracts.Updates.Deltas;
using Microsoft.Win32.SafeHandles;

namespace Edge.Contracts.Tests.Updates.Deltas;

/// <summary>A folder with an old file, deltas and results; deleted afterwards.</summary>
internal sealed class DeltaFiles : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("edge-delta-").FullName;

    public byte[] Apply(byte[] source, byte[] delta, VcdiffLimits limits)
    {
        string from = At("source");
        string to = At("result");
        File.WriteAllBytes(from, source);
        using (SafeFileHandle reading = File.OpenHandle(from))
        using (SafeFileHandle writing = File.OpenHandle(to, FileMode.Create, FileAccess.ReadWrite))
            VcdiffDecoder.Decode(new MemoryStream(delta), reading, writing, limits);
        return File.ReadAllBytes(to);
    }

    /// <summary>A delta made by xdelta3, in the form that releases have: no secondary compression, no header, no checksum.</summary>
    public byte[] Encode(byte[] source, byte[] target, params string[] more)
    {
        File.WriteAllBytes(At("old"), source);
        File.WriteAllBytes(At("new"), target);
        using Process encoder = Process.Start(new ProcessStartInfo("xdelta3", ["-e", "-f", "-q", "-S", "none", "-A=", "-n", .. more, "-s", At("old"), At("new"), At("delta")]))!;
        encoder.WaitForExit();
        Assert.Equal(0, encoder.ExitCode);
        return File.ReadAllBytes(At("delta"));
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    private string At(string name) => Path.Combine(_folder, name);
}
