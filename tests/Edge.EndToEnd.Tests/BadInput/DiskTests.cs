using System.Text.Json.Nodes;
using Edge.EndToEnd.Tests.Agents;
using Edge.Testing.Brokers;

namespace Edge.EndToEnd.Tests.BadInput;

/// <summary>Disks that are full or read-only: no crash, alerts arrive from memory, and what is wrong is told.</summary>
public sealed class DiskTests
{
    [RamDiskFact]
    public async Task Start_DiskIsFull_TheAgentWorksAndTells()
    {
        await using RamDisk disk = await RamDisk.MountAsync(kibibytes: 256);
        disk.Fill();
        await WorksFromMemoryAsync(disk);
    }

    [RamDiskFact]
    public async Task Start_DiskIsReadOnly_TheAgentWorksAndTells()
    {
        await using RamDisk disk = await RamDisk.MountAsync(kibibytes: 256);
        await disk.ForbidWritesAsync();
        await WorksFromMemoryAsync(disk);
    }

    private static async Task WorksFromMemoryAsync(RamDisk disk)
    {
        await using MosquittoBroker broker = await MosquittoBroker.StartAsync();
        await using AlertInbox inbox = await AlertInbox.OpenAsync(broker.Port);
        await using var device = new TestDevice(broker.Port) { DataPath = disk.Folder };
        device.Configure("cameras:\n" + Cameras.Street("yard"));
        AgentProcess agent = device.Run();
        await inbox.UntilAsync(seen => seen.Raised.Count() >= 2 && Fault(seen) is not null, "alerts, and the news of the disk");
        JsonObject summary = await agent.StopAsync();
        await inbox.UntilAsync(seen => seen.Raised.Count() == (int)summary["alerts"]!, "every alert");
        Assert.DoesNotContain("Unhandled", agent.Log, StringComparison.Ordinal);
    }

    private static string? Fault(AlertInbox inbox) => (string?)inbox.Telemetry.LastOrDefault()?["outbox"]!["fault"];
}
