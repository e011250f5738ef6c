using System.Collections.Concurrent;
using System.Diagnostics;
using Edge.Agent.Configuration;
using Edge.Testing.Brokers;

namespace Edge.EndToEnd.Tests.Crash;

/// <summary>
/// Rounds of: start the child, let events play, cut it down, and again; then one life to the end, and the verdict.
/// An event that the child said it had committed is not played again: the world has moved on. (The agent on recorded scripts
/// says nothing and needs not: it goes on behind what it committed.)
/// </summary>
internal sealed class CrashRun(CrashScript script, Action<string> say)
{
    private const string Device = "crash";
    private static readonly TimeSpan _finishPatience = TimeSpan.FromMinutes(2);
    private readonly ConcurrentDictionary<string, long> _committed = new();
    private readonly DeliveryLog _log = new(script.Program.EventOf);
    private readonly Random _random = new(script.Seed);
    private readonly CrashTally _tally = new();

    public async Task<CrashVerdict> RunAsync()
    {
        DirectoryInfo folder = Directory.CreateTempSubdirectory("edge-crash-");
        try
        {
            string dataPath = folder.CreateSubdirectory("data").FullName;
            using SyncedWrites disk = SyncedWrites.Build();
            await using MosquittoBroker broker = await MosquittoBroker.StartAsync(new BrokerOptions { Persistence = true });
            await using CrashSubscriber subscriber = await CrashSubscriber.StartAsync(broker.Port, Device, _log, script.Receipt == DeliveryReceipt.Cloud);
            await broker.SaveAsync();
            for (int round = 0; round < script.Rounds; round++)
                await RoundAsync(dataPath, disk, broker, CrashCut.Plan(_random, round, script), round);
            return await FinishAsync(dataPath, broker);
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    private async Task RoundAsync(string dataPath, SyncedWrites disk, MosquittoBroker broker, CrashCut cut, int round)
    {
        ProcessStartInfo start = Life(dataPath, broker.Port, until: 0);
        disk.Apply(start, dataPath, cut);
        if (cut.FaultPoint is { } label)
            start.Environment["EDGE_FAULT_POINT"] = label;
        using CrashChild child = CrashChild.Start(start, script.Program.IsReady, _committed);
        if (!cut.FromStart)
            await child.ReadyAsync();
        Task<bool> ending = child.EndAsync(TimeSpan.FromMilliseconds(cut.AfterMs));
        if (cut.KillBroker)
        {
            await Task.Delay(_random.Next(1, 200));
            await broker.RestartAsync(forget: false);
        }

        _tally.Count(cut, reached: await ending);
        if (cut.PowerCut)
            disk.CutPower(dataPath);
        if (round % script.TellEvery == script.TellEvery - 1)
            say($"round {round + 1}: {_log.Received} received, {_log.Distinct} distinct; so far {_log.Judge(script.Cameras, until: null)}");
    }

    private async Task<CrashVerdict> FinishAsync(string dataPath, MosquittoBroker broker)
    {
        long until = script.Cameras.Max(camera => Math.Max(_log.Highest(camera), _committed.GetValueOrDefault(camera))) + 20;
        using CrashChild child = CrashChild.Start(Life(dataPath, broker.Port, until), script.Program.IsReady, _committed);
        // What counts is what the subscriber has; the child knows less, and the agent does not say.
        long asked = TimeProvider.System.GetTimestamp();
        while (child.IsAlive && !HasAll(until) && TimeProvider.System.GetElapsedTime(asked) < _finishPatience)
            await Task.Delay(20);
        if (!child.IsAlive)
            throw new InvalidOperationException($"The child ended by itself: {child.Errors}");
        CrashVerdict verdict = _log.Judge(script.Cameras, until);
        say($"crash run: {script.Program.GetType().Name}, seed {script.Seed}, {script.Rounds} rounds, receipt {script.Receipt}, synchronous {script.Synchronous}, power cuts {script.PowerCuts}, {script.Cameras.Count} cameras, {until} events each: {verdict}");
        say($"cuts, reached of asked for: {_tally}");
        return verdict;
    }

    private bool HasAll(long until) => script.Cameras.All(camera => _log.Highest(camera) >= until);

    private ProcessStartInfo Life(string dataPath, int port, long until) =>
        script.Program.Life(new CrashLife(script, Device, dataPath, port, _committed.ToDictionary(entry => entry.Key, entry => entry.Value + 1), until));
}
