using System.Collections.Concurrent;
using System.Diagnostics;
using Edge.Agent.Configuration;
using Edge.Testing.Brokers;

namespace Edge.EndToEnd.Tests.Crash;

/// <summary>
/// Rounds of: start the child, let events play, cut it down, and again; then one life to the end, and the verdict.
/// An event that the child said it had committed is not played again: the world has moved on.
/// </summary>
internal sealed class CrashRun(CrashScript script, Action<string> say)
{
    private const string Device = "crash";
    private readonly ConcurrentDictionary<string, long> _committed = new();
    private readonly DeliveryLog _log = new();
    private readonly Random _random = new(script.Seed);

    public async Task<CrashVerdict> RunAsync()
    {
        DirectoryInfo folder = Directory.CreateTempSubdirectory("edge-crash-");
        try
        {
            using SyncedWrites disk = SyncedWrites.Build();
            await using MosquittoBroker broker = await MosquittoBroker.StartAsync(new BrokerOptions { Persistence = true });
            await using CrashSubscriber subscriber = await CrashSubscriber.StartAsync(broker.Port, Device, _log, script.Receipt == DeliveryReceipt.Cloud);
            await broker.SaveAsync();
            for (int round = 0; round < script.Rounds; round++)
                await RoundAsync(folder.FullName, disk, broker, CrashCut.Plan(_random, round, script), round);
            return await FinishAsync(folder.FullName, broker);
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    private async Task RoundAsync(string dataPath, SyncedWrites disk, MosquittoBroker broker, CrashCut cut, int round)
    {
        ProcessStartInfo start = Start(dataPath, broker.Port, until: 0);
        disk.Apply(start, dataPath, cut);
        if (cut.FaultPoint is { } label)
            start.Environment["EDGE_FAULT_POINT"] = label;
        using CrashChild child = CrashChild.Start(start, _committed);
        await child.ReadyAsync();
        Task ending = child.EndAsync(TimeSpan.FromMilliseconds(cut.AfterMs));
        if (cut.KillBroker)
        {
            await Task.Delay(_random.Next(1, 200));
            await broker.RestartAsync(forget: false);
        }

        await ending;
        if (cut.PowerCut)
            disk.CutPower(dataPath);
        if (round % 50 == 49)
            say($"round {round + 1}: {_log.Received} received, {_log.Distinct} distinct");
    }

    private async Task<CrashVerdict> FinishAsync(string dataPath, MosquittoBroker broker)
    {
        long until = script.Cameras.Max(camera => Math.Max(_log.Highest(camera), _committed.GetValueOrDefault(camera))) + 20;
        ProcessStartInfo start = Start(dataPath, broker.Port, until);
        using CrashChild child = CrashChild.Start(start, _committed);
        await child.DrainedAsync(TimeSpan.FromMinutes(2));
        // Drained is what the child knows; with the broker's receipt the subscriber may be a moment behind.
        long asked = TimeProvider.System.GetTimestamp();
        while (!script.Cameras.All(camera => _log.Highest(camera) >= until) && TimeProvider.System.GetElapsedTime(asked) < TimeSpan.FromSeconds(20))
            await Task.Delay(20);
        CrashVerdict verdict = _log.Judge(script.Cameras, until);
        say($"crash run: seed {script.Seed}, {script.Rounds} rounds, receipt {script.Receipt}, synchronous {script.Synchronous}, power cuts {script.PowerCuts}, {script.Cameras.Count} cameras, {until} events each: {verdict}");
        return verdict;
    }

    private ProcessStartInfo Start(string dataPath, int port, long until)
    {
        CrashChildCommand command = script.Child(new OutboxHostOptions
        {
            DataPath = dataPath,
            Port = port,
            Device = Device,
            Cameras = script.Cameras,
            From = _committed.ToDictionary(entry => entry.Key, entry => entry.Value + 1),
            Until = until,
            Receipt = script.Receipt,
            Synchronous = script.Synchronous,
        });
        var start = new ProcessStartInfo(command.FileName);
        foreach (string argument in command.Arguments)
            start.ArgumentList.Add(argument);
        return start;
    }
}
