using System.Diagnostics;
using System.Globalization;
using Edge.Agent.Identity;
using Edge.Agent.Station.Receipts;
using Edge.Contracts.Receipts;
using Edge.EndToEnd.Tests.Crash;
using Microsoft.Extensions.Logging.Abstractions;

namespace Edge.EndToEnd.Tests.Receipts;

/// <summary>Kills a program that writes receipts as fast as it can, again and again, and checks after each kill that the chain is whole and has every committed receipt.</summary>
internal sealed class ReceiptCrashRun(ReceiptCrashScript script, Action<string> tell)
{
    private const int TellEvery = 50;
    private readonly Random _random = new(script.Seed);
    private readonly ReceiptCrashTally _tally = new();

    public async Task<ReceiptCrashTally> RunAsync()
    {
        string data = Directory.CreateTempSubdirectory("edge-receipts-").FullName;
        using SyncedWrites disk = SyncedWrites.Build();
        try
        {
            DeviceKey.Load(data).Dispose();
            Directory.CreateDirectory(ReceiptHost.Folder(data));
            while (_tally.Kills < script.Kills)
            {
                await KillAsync(data, disk);
                // A quarter of the kills hits the next life while it recovers from this one.
                while (_tally.Kills < script.Kills && _random.Next(4) == 0)
                    await KillAsync(data, disk, _random.Next(30, 250));
                await CheckAsync(data);
                if (_tally.Kills % TellEvery == 0)
                    tell(_tally.ToString());
            }

            return _tally;
        }
        finally
        {
            Directory.Delete(data, recursive: true);
        }
    }

    private async Task KillAsync(string data, SyncedWrites disk, int? atStartMs = null)
    {
        string? atWrite = atStartMs is null && _random.Next(5) == 0
            ? $"{(_random.Next(3) == 0 ? ".log" : ".jsonl")}:{_random.Next(1, 200)}"
            : null;
        var cut = new CrashCut(atStartMs ?? _random.Next(1, 150), atStartMs is not null, null, atWrite, KillBroker: false, script.PowerCuts);
        var start = new ProcessStartInfo("dotnet", [typeof(ReceiptHost).Assembly.Location, "--receipts-host", data, script.WaitsForDisk.ToString()])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        if (cut.PowerCut || atWrite is not null)
            disk.Apply(start, ReceiptHost.Folder(data), cut);
        using Process child = Process.Start(start)!;
        await LiveAsync(child, cut, atWrite is not null ? TimeSpan.FromSeconds(2) : TimeSpan.FromMilliseconds(cut.AfterMs));
        _tally.Kills++;
        _tally.KillsAtStart += cut.FromStart ? 1 : 0;
        _tally.KillsAtWrite += atWrite is not null ? 1 : 0;
        if (script.PowerCuts)
            TornPages.CutPower(disk, ReceiptHost.Folder(data), _random);
    }

    private async Task LiveAsync(Process child, CrashCut cut, TimeSpan life)
    {
        var ready = new TaskCompletionSource();
        Task reading = ReadAsync(child, ready);
        Task<string> errors = child.StandardError.ReadToEndAsync();
        if (!cut.FromStart)
            await Task.WhenAny(ready.Task, reading).WaitAsync(TimeSpan.FromSeconds(60));
        await Task.WhenAny(reading, Task.Delay(life));
        if (!child.HasExited)
            child.Kill();
        await child.WaitForExitAsync();
        await reading;
        if (child.ExitCode != 137)
            throw new InvalidOperationException($"The child ended with {child.ExitCode}: {await errors}");
    }

    private async Task ReadAsync(Process child, TaskCompletionSource ready)
    {
        while (await child.StandardOutput.ReadLineAsync() is { } line)
        {
            switch (line.Split(' '))
            {
                case ["ready"]:
                    ready.TrySetResult();
                    break;
                case ["opened", string part] when Guid.TryParseExact(part, "D", out Guid id):
                    _tally.Opened(id);
                    break;
                case ["committed", string sequence, { Length: 64 } hash]:
                    _tally.Told(long.Parse(sequence, CultureInfo.InvariantCulture), hash);
                    break;
            }
        }
    }

    /// <summary>What the next start of the station does, and then what a person with the public key does.</summary>
    private async Task CheckAsync(string data)
    {
        using DeviceKey key = DeviceKey.Load(data);
        await using (ReceiptJournal journal = ReceiptJournal.Open(ReceiptHost.Options(data), key, TimeProvider.System, NullLogger.Instance, _ => { }))
        {
            _tally.Interrupted += journal.Recovery.Interrupted.Count;
            _tally.CutBytes += journal.Recovery.CutBytes;
            _tally.Cuts += journal.Recovery.CutBytes > 0 ? 1 : 0;
            if (journal.Recovery.Damage is { } damage)
                _tally.Fault($"kill {_tally.Kills}: {damage}");
            await ReceiptHost.CloseInterruptedAsync(journal);
        }

        var verifier = new ReceiptVerifier(new ReceiptCheck { Key = key.Public, OnEntry = _tally.Found });
        foreach (string path in Directory.GetFiles(ReceiptHost.Folder(data), "receipts-*.jsonl").Order(StringComparer.Ordinal))
        {
            using FileStream content = File.OpenRead(path);
            verifier.Add(Path.GetFileName(path), content);
        }

        ReceiptVerification found = verifier.Finish();
        if (found.Fault is { } fault)
            _tally.Fault($"kill {_tally.Kills}: {fault}");
        _tally.EndRound(announcedCount: !script.PowerCuts);
    }
}
