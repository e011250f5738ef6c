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
        await using RamDisk disk = await RamDisk.MountAsync(4096);
        await AlertsGoOnAsync(disk, disk.Fill, disk.Empty);
    }

    [RamDiskFact]
    public async Task Disk_ReadOnlyThenWritableAgain_IsToldAndAlertsArriveAllTheWhile()
    {
        await using RamDisk disk = await RamDisk.MountAsync(4096);
        await AlertsGoOnAsync(
            disk,
            () => disk.AllowWritesAsync(false).GetAwaiter().GetResult(),
            () => disk.AllowWritesAsync(true).GetAwaiter().GetResult());
    }

    [RamDiskFact]
    public async Task Start_DiskIsFull_TheAgentWorksAndTells()
    {
        await using MosquittoBroker broker = await MosquittoBroker.StartAsync();
        await using AlertInbox inbox = await AlertInbox.OpenAsync(broker.Port);
        await using RamDisk disk = await RamDisk.MountAsync(256);
        await using var device = new TestDevice(broker.Port) { DataPath = disk.Folder };
        disk.Fill();
        device.Configure("cameras:\n" + Cameras.Street("yard"));
        AgentProcess agent = device.Run();
        await inbox.UntilAsync(seen => seen.Raised.Any() && Fault(seen) is not null, "an alert, and the news of the disk");
        JsonObject summary = await agent.StopAsync();
        await inbox.UntilAsync(seen => seen.Raised.Count() == (int)summary["alerts"]!, "every alert");
    }

    private static async Task AlertsGoOnAsync(RamDisk disk, Action spoil, Action mend)
    {
        await using MosquittoBroker broker = await MosquittoBroker.StartAsync();
        await using AlertInbox inbox = await AlertInbox.OpenAsync(broker.Port);
        await using var device = new TestDevice(broker.Port) { DataPath = disk.Folder };
        device.Configure("cameras:\n" + Cameras.Street("yard"));
        AgentProcess agent = device.Run();
        await inbox.UntilAsync(seen => seen.Raised.Any() && seen.TelemetryOf("yard") is not null && Fault(seen) is null, "an alert while all is well");

        spoil();
        await inbox.UntilAsync(seen => Fault(seen) is not null, "the disk's fault in the telemetry");
        int before = inbox.Raised.Count();
        await inbox.UntilAsync(seen => seen.Raised.Count() >= before + 2, "alerts without a disk");

        mend();
        await inbox.UntilAsync(seen => Fault(seen) is null, "telemetry without a fault");
        JsonObject summary = await agent.StopAsync();
        await inbox.UntilAsync(seen => seen.Raised.Count() == (int)summary["alerts"]!, "every alert");
        Assert.Equal((0, 0), ((int)summary["lostAlerts"]!, (int)summary["pendingMessages"]!));
        Assert.DoesNotContain("Unhandled", agent.Log, StringComparison.Ordinal);
    }

    private static string? Fault(AlertInbox inbox) => (string?)inbox.Telemetry.LastOrDefault()?["outbox"]!["fault"];
}
