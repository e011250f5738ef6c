using Edge.Agent.Configuration;
using Edge.Agent.Outbox;
using Edge.Testing;
using Microsoft.Extensions.Logging.Abstractions;

namespace Edge.Agent.Tests.Outbox;

/// <summary>What a disk that takes no writes gets: no crash, alerts from memory, and a count of what was lost.</summary>
public sealed class OutboxDiskTests : IDisposable
{
    private readonly OutboxFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [TinyDiskFact]
    public async Task Disk_FillsUp_AlertsArriveFromMemoryAndAreWrittenWhenItHasRoom()
    {
        using TinyDisk disk = TinyDisk.Mount("size=1m");
        await using SqliteOutbox outbox = await OpenAsync(disk.Path);
        OutboxMessage before = _folder.Message();
        await outbox.CommitAsync(before);
        string ballast = Path.Combine(disk.Path, "ballast");
        FillUp(ballast);

        OutboxMessage[] during = [.. Enumerable.Range(0, 200).Select(index => _folder.Message(bytes: 2000, position: index))];
        Task[] commits = [.. during.Select(message => outbox.CommitAsync(message).AsTask())];
        await Deadline.UntilAsync(() => outbox.Status.Fault is not null, "the outbox noticed the full disk");
        Assert.Contains(_folder.DiskChanges, change => change is not null);

        // Order holds across disk and memory.
        var taken = new List<OutboxMessage>();
        while (taken.Count < 50)
            taken.AddRange(await outbox.TakeAsync(50 - taken.Count, CancellationToken.None));
        OutboxMessage[] all = [before, .. during];
        Assert.Equal(all[..50].Select(message => message.Id), taken.Select(message => message.Id));
        foreach (OutboxMessage message in taken)
            await outbox.CompleteAsync(message.Id);

        File.Delete(ballast);
        disk.Remount("size=16m");
        await Task.WhenAll(commits).WaitAsync(Deadline.Default);
        await outbox.FlushAsync();
        Assert.Null(outbox.Status.Fault);
        Assert.Equal(all.Length - 50, outbox.Depth);
        Assert.Equal(199, outbox.LastPosition("cam"));
        Assert.Equal(0, outbox.Lost(OutboxKind.Alert));
        await outbox.DisposeAsync();

        await using SqliteOutbox again = await OpenAsync(disk.Path);
        Assert.Equal(all[50..].Select(message => message.Id), (await again.TakeAsync(1000, CancellationToken.None)).Select(message => message.Id));
    }

    [TinyDiskFact]
    public async Task Disk_ReadOnlyAtStart_WorksFromMemoryAndCatchesUp()
    {
        using TinyDisk disk = TinyDisk.Mount("size=8m,ro");
        await using SqliteOutbox outbox = await OpenAsync(disk.Path);
        Assert.NotNull(outbox.Status.Fault);
        OutboxMessage message = _folder.Message();
        Task commit = outbox.CommitAsync(message).AsTask();
        Assert.Equal(message.Id, Assert.Single(await outbox.TakeAsync(5, CancellationToken.None)).Id);

        disk.Remount("rw");
        await commit.WaitAsync(Deadline.Default);
        await Deadline.UntilAsync(() => outbox.Status.Fault is null, "the fault is over");
        Assert.Empty(await outbox.TakeAsync(5, CancellationToken.None));
        outbox.ReleaseInFlight();
        Assert.Equal(message.Id, Assert.Single(await outbox.TakeAsync(5, CancellationToken.None)).Id);
    }

    [Fact]
    public async Task Folder_CannotBeMade_MemoryIsBoundedAndTheCountReachesTheDiskLater()
    {
        string blocked = Path.Combine(_folder.Path, "blocked");
        await File.WriteAllTextAsync(blocked, "a file where the folder should be");
        SqliteOutbox outbox = await OpenAsync(blocked);
        Assert.NotNull(outbox.Status.Fault);

        for (int i = 0; i < 100; i++)
            _ = outbox.CommitAsync(_folder.Message(kind: OutboxKind.Telemetry)).AsTask();
        for (int i = 0; i < 4200; i++)
            _ = outbox.CommitAsync(_folder.Message(kind: OutboxKind.Alert)).AsTask();

        Assert.Equal(4096, outbox.Status.Waiting);
        Assert.Equal(100, outbox.Lost(OutboxKind.Telemetry));
        Assert.Equal(104, outbox.Lost(OutboxKind.Alert));
        Assert.Equal(204, _folder.Losses.Sum(loss => loss.Messages));
        Assert.All(_folder.Losses, loss => Assert.Equal(OutboxLossReason.Memory, loss.Reason));

        File.Delete(blocked);
        await Deadline.UntilAsync(() => outbox.Status is { Fault: null, Waiting: 0 }, "the outbox caught up");
        await outbox.DisposeAsync();

        await using SqliteOutbox again = await OpenAsync(blocked);
        Assert.Equal(4096, again.Depth);
        Assert.Equal(100, again.Lost(OutboxKind.Telemetry));
        Assert.Equal(104, again.Lost(OutboxKind.Alert));
    }

    [Fact]
    public async Task End_WhileTheDiskRefuses_WhatWaitsIsCountedAndTold()
    {
        string blocked = Path.Combine(_folder.Path, "blocked");
        await File.WriteAllTextAsync(blocked, "");
        SqliteOutbox outbox = await OpenAsync(blocked);
        Task commit = outbox.CommitAsync(_folder.Message()).AsTask();
        Task flush = outbox.FlushAsync();
        await outbox.DisposeAsync();
        await Task.WhenAll(commit, flush).WaitAsync(Deadline.Default);
        Assert.Equal([new OutboxLoss(OutboxKind.Alert, 1, OutboxLossReason.Shutdown)], _folder.Losses);
    }

    [Fact]
    public async Task Delivered_FromMemory_NotHandedOutAgainOnceTheDiskIsBack()
    {
        string blocked = Path.Combine(_folder.Path, "blocked");
        await File.WriteAllTextAsync(blocked, "");
        await using SqliteOutbox outbox = await OpenAsync(blocked);
        OutboxMessage first = _folder.Message(position: 7), second = _folder.Message();
        Task firstCommit = outbox.CommitAsync(first).AsTask();
        Task secondCommit = outbox.CommitAsync(second).AsTask();
        Assert.Equal(2, (await outbox.TakeAsync(5, CancellationToken.None)).Count);
        await outbox.CompleteAsync(first.Id);
        await firstCommit.WaitAsync(Deadline.Default);

        File.Delete(blocked);
        await secondCommit.WaitAsync(Deadline.Default);
        await outbox.FlushAsync();
        outbox.ReleaseInFlight();
        Assert.Equal(second.Id, Assert.Single(await outbox.TakeAsync(5, CancellationToken.None)).Id);
        // The event was told, so a restart must not see it again.
        Assert.Equal(7, outbox.LastPosition("cam"));
    }

    private Task<SqliteOutbox> OpenAsync(string path) =>
        SqliteOutbox.OpenAsync(path, new OutboxSettings { BudgetBytes = 8 << 20 }, TimeProvider.System, NullLogger<SqliteOutbox>.Instance, _folder);

    private static void FillUp(string path)
    {
        using var file = new FileStream(path, FileMode.Create, FileAccess.Write, FileShare.None, bufferSize: 0);
        byte[] block = new byte[4096];
        try
        {
            while (true)
            {
                file.Write(block);
            }
        }
        catch (IOException)
        {
            // Full.
        }
    }
}
