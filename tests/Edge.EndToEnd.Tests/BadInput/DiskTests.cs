using System.Text.Json.Nodes;
using Edge.EndToEnd.Tests.Agents;
using Edge.Testing.Brokers;

namespace Edge.EndToEnd.Tests.BadInput;

/// <summary>Disks that are full or read-only: no crash, alerts arrive from memory, and what is wrong is told.</summary>
public sealed class DiskTests
{
    [RamDiskFact]
    public async Task Disk_FullThenFreeAgain_IsToldAndAlertsArriveAllTheWhile()
    {
        await using RamDisk disk = await RamDisk.MountAsync(kibibytes: 2048);
        await using MosquittoBroker broker = await MosquittoBroker.StartAsync();
        await using AlertInbox inbox = await AlertInbox.OpenAsync(broker.Port);
        await using var device = new TestDevice(broker.Port) { DataPath = disk.Folder };
        // Nothing is forgotten until the cloud says so: the outbox needs more and more room.
        device.Configure("cameras:\n" + Cameras.Street("yard"), mqtt: "receipt: cloud");
        AgentProcess agent = device.Run();
        await inbox.UntilAsync(seen => seen.Raised.Any() && seen.TelemetryOf("yard") is not null && Fault(seen) is null, "an alert while all is well");

        disk.Fill();
        await inbox.UntilAsync(seen => Fault(seen) is not null, "the disk's fault in the telemetry");
        int before = inbox.Raised.Count();
        await inbox.UntilAsync(seen => seen.Raised.Count() >= before + 2, "alerts without a disk");
        await agent.WaitForLogAsync("Evidence is lost");

        disk.Empty();
        await inbox.UntilAsync(seen => Fault(seen) is null, "telemetry without a fault");
        JsonObject summary = await agent.StopAsync();
        await inbox.UntilAsync(seen => seen.Raised.Count() == (int)summary["alerts"]!, "every alert");
        Assert.Equal(0, (int)summary["lostAlerts"]!);
        Assert.Superset(inbox.Alerts.Keys.ToHashSet(), device.CommittedAlerts());
        Assert.Equal((int)summary["alerts"]!, device.CommittedAlerts().Count);
    }

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
