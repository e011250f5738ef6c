using System.Buffers.Binary;
using Edge.EndToEnd.Tests.Agents;

namespace Edge.EndToEnd.Tests.Packaging;

/// <summary>
/// The agent for 64-bit Arm, whole. For a .NET that is there already (<c>dotnet edge-agent.dll</c>): not every package feed has the
/// runtime and the starter of another processor.
/// </summary>
public sealed class PublishTests : IDisposable
{
    private const ushort AArch64 = 183; // EM_AARCH64, ELF for the Arm 64-bit Architecture.
    private readonly string _folder = Directory.CreateTempSubdirectory("edge-publish-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task Publish_LinuxArm64_IsWholeAndForThatProcessor()
    {
        string target = Path.Combine(_folder, "out");
        // Its own artifacts folder: the build that these tests run from stays as it is.
        (int status, string output, string errors) = await Script.RunAsync("dotnet", [
            "publish", "src/Edge.Agent/Edge.Agent.csproj", "-c", "Release", "-r", "linux-arm64", "--self-contained", "false", "-p:UseAppHost=false",
            "-o", target, "--artifacts-path", Path.Combine(_folder, "artifacts"), "-nologo", "-v", "quiet"]);
        Assert.True(status == 0, output + errors);

        foreach (string file in new[] { "libonnxruntime.so", "libe_sqlite3.so" })
            Assert.True(MachineOf(Path.Combine(target, file)) == AArch64, $"{file} is for machine {MachineOf(Path.Combine(target, file))}, not for 64-bit Arm");
        Assert.True(File.Exists(Path.Combine(target, "edge-agent.dll")) && File.Exists(Path.Combine(target, "edge-agent.runtimeconfig.json")));
        foreach (string library in Directory.EnumerateFiles(target, "*.so"))
            Assert.True(MachineOf(library) == AArch64, $"{library} is for machine {MachineOf(library)}");
        foreach (string pack in new[] { "pcb-inspector", "street-demo" })
        {
            string shipped = Path.Combine(AgentExecutable.Repository, "models", pack);
            foreach (string file in Directory.EnumerateFiles(shipped, "*", SearchOption.AllDirectories))
                Assert.True(File.Exists(Path.Combine(target, "models", pack, Path.GetRelativePath(shipped, file))), $"{file} is not shipped");
        }
    }

    // e_machine is the half-word at byte 18 of an ELF header.
    private static ushort MachineOf(string path)
    {
        byte[] header = new byte[20];
        using FileStream file = File.OpenRead(path);
        file.ReadExactly(header);
        Assert.Equal("\u007FELF"u8.ToArray(), header[..4]);
        return BinaryPrimitives.ReadUInt16LittleEndian(header.AsSpan(18));
    }
}
