using System.Diagnostics;
using System.Reflection;
using System.Runtime.InteropServices;

namespace Edge.Agent.Tests.Messaging.Sparkplug;

/// <summary>Google's own compiler as a reader of bytes: fields by number, without any schema of ours.</summary>
internal static class Protoc
{
    /// <summary>The text that <c>protoc --decode_raw</c> makes of a message.</summary>
    public static async Task<string> DecodeRawAsync(byte[] message)
    {
        string tools = typeof(Protoc).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>().Single(metadata => metadata.Key == "ProtobufTools").Value!;
        string machine = RuntimeInformation.ProcessArchitecture == Architecture.Arm64 ? "linux_arm64" : "linux_x64";
        var start = new ProcessStartInfo(Path.Combine(tools, machine, "protoc"), "--decode_raw") { RedirectStandardInput = true, RedirectStandardOutput = true };
        using Process process = Process.Start(start)!;
        await process.StandardInput.BaseStream.WriteAsync(message);
        process.StandardInput.Close();
        string text = await process.StandardOutput.ReadToEndAsync();
        await process.WaitForExitAsync();
        Assert.Equal(0, process.ExitCode);
        return text.ReplaceLineEndings("\n");
    }
}
