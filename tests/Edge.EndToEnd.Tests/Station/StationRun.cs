using System.Text.Json.Nodes;
using Edge.Agent.Identity;
using Edge.Contracts.Receipts;
using Edge.EndToEnd.Tests.Agents;
using Edge.Testing;
using Edge.Testing.Brokers;

namespace Edge.EndToEnd.Tests.Station;

/// <summary>
/// A station at a simulated conveyor, three processes: broker, conveyor, agent. The agent is killed and started again while parts are on their way;
/// the conveyor goes on. At the end the conveyor's truth, the verdicts that an independent subscriber got and the receipts are laid side by side.
/// </summary>
internal sealed class StationRun(StationScript script, Action<string> say)
{
    private readonly StationTally _tally = new(script);

    /// <summary>Runs it.</summary>
    public async Task<StationTally> RunAsync()
    {
        await using MosquittoBroker broker = await MosquittoBroker.StartAsync(new BrokerOptions { Persistence = true });
        await using var device = new TestDevice(broker.Port);
        await using MosquittoSubscriber subscriber = await MosquittoSubscriber.StartAsync(broker.Port, TestDevice.Topics + "verdicts/#");
        AgentProcess conveyor = device.Start(StationSetup.ConveyorArguments(device, script));
        string socket = StationSetup.SocketOf(device);
        await Deadline.UntilAsync(() => File.Exists(socket + ".control") || !conveyor.IsRunning, "the conveyor listens", TimeSpan.FromMinutes(2));
        StationSetup.Configure(device, script);
        AgentProcess agent = device.Run();
        agent = await WatchAsync(device, agent, conveyor, subscriber);
        await FinishAsync(device, agent, subscriber);
        await ConveyorOrders.GiveAsync(socket, "end");
        await conveyor.WaitForExitAsync();
        Verify(device);
        _tally.Close(JsonNode.Parse(await File.ReadAllTextAsync(StationSetup.ReportOf(device)))!);
        if (script.Keep is { } keep)
            CopyTo(device, keep);
        return _tally;
    }

    /// <summary>Until the last part has gone: kills when it is time, and clears the station where it went into fail-safe, as a person would.</summary>
    private async Task<AgentProcess> WatchAsync(TestDevice device, AgentProcess agent, AgentProcess conveyor, MosquittoSubscriber subscriber)
    {
        int kills = 0;
        int cleared = 0;
        int told = 0;
        while (!File.Exists(StationSetup.ReportOf(device)))
        {
            Assert.True(conveyor.IsRunning, "the conveyor ended: " + conveyor.Log);
            Assert.True(agent.IsRunning, "the agent ended: " + agent.Log);
            Drain(subscriber);
            int parts = await ConveyorOrders.PartsAsync(StationSetup.SocketOf(device));
            if (kills < script.Kills && parts >= (kills + 1L) * script.Parts / (script.Kills + 1))
            {
                _tally.Killed(TimeProvider.System.GetUtcNow());
                await agent.KillAsync();
                kills++;
                cleared = 0;
                say($"kill {kills} at part {parts}");
                agent = device.Run();
            }

            int trips = agent.Count("FailSafe: the line:");
            if (trips > cleared)
            {
                cleared = trips;
                _tally.Cleared++;
                say("the line tripped; it is cleared: " + agent.Log.Split('\n').LastOrDefault(line => line.Contains("FailSafe: the line:", StringComparison.Ordinal)));
                (JsonObject answer, _) = await Requester.AskAsync(device.Port, "station-clear", """{"station":"boards","by":"test","why":"goes on"}""");
                Assert.False(answer.ContainsKey("error"), answer.ToJsonString());
            }

            if (parts - told >= 500)
                say($"{told = parts} parts, {_tally.Verdicts} verdicts");
            await Task.Delay(100);
        }

        return agent;
    }

    /// <summary>Every part's receipt is written and its verdict delivered before the agent is asked to end.</summary>
    private async Task FinishAsync(TestDevice device, AgentProcess agent, MosquittoSubscriber subscriber)
    {
        int before = -1;
        long quietSince = 0;
        await Deadline.UntilAsync(
            () =>
            {
                Drain(subscriber);
                if (_tally.Verdicts != before)
                    (before, quietSince) = (_tally.Verdicts, TimeProvider.System.GetTimestamp());
                return TimeProvider.System.GetElapsedTime(quietSince) > TimeSpan.FromSeconds(3);
            },
            "no more verdicts come",
            TimeSpan.FromMinutes(2));
        await agent.StopAsync();
        Drain(subscriber);
    }

    private void Drain(MosquittoSubscriber subscriber)
    {
        while (subscriber.TryNext(out ReceivedMessage? message))
            _tally.Told(JsonNode.Parse(message!.Payload)!);
    }

    private void Verify(TestDevice device)
    {
        using DeviceKey key = DeviceKey.Load(device.DataPath);
        var verifier = new ReceiptVerifier(new ReceiptCheck { Key = key.Public, OnEntry = line => _tally.Found(line.Entry.Receipt) });
        string folder = Path.Combine(device.DataPath, "stations", "boards", "receipts");
        foreach (string path in Directory.GetFiles(folder, "receipts-*.jsonl").Order(StringComparer.Ordinal))
        {
            using FileStream content = File.OpenRead(path);
            verifier.Add(Path.GetFileName(path), content);
        }

        if (verifier.Finish().Fault is { } fault)
            _tally.Fault($"the receipts do not verify: {fault}");
    }

    private static void CopyTo(TestDevice device, string keep)
    {
        Directory.CreateDirectory(keep);
        File.Copy(StationSetup.ReportOf(device), Path.Combine(keep, "report.json"), overwrite: true);
        foreach (string path in Directory.GetFiles(Path.Combine(device.DataPath, "stations", "boards", "receipts"), "receipts-*.jsonl"))
            File.Copy(path, Path.Combine(keep, Path.GetFileName(path)), overwrite: true);
    }
}
