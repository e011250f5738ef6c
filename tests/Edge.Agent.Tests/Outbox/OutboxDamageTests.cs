using System.Buffers.Binary;
using Edge.Agent.Outbox;
using Microsoft.Data.Sqlite;

namespace Edge.Agent.Tests.Outbox;

/// <summary>What a torn or scribbled file gets: never an exception, never silence, everything readable carried over in order.</summary>
public sealed class OutboxDamageTests : IDisposable
{
    private readonly OutboxFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task File_NotADatabase_SetAsideAndStartedAfresh()
    {
        await File.WriteAllBytesAsync(_folder.Database, [.. Enumerable.Repeat((byte)0x5A, 20_000)]);

        await using SqliteOutbox outbox = await _folder.OpenAsync();

        await AssertWorksAsync(outbox);
        OutboxRepair repair = Assert.Single(_folder.Repairs);
        Assert.True(File.Exists(repair.SetAsidePath));
        Assert.StartsWith(_folder.Database + ".corrupt-", repair.SetAsidePath, StringComparison.Ordinal);
        Assert.Equal(1, outbox.Status.Repairs);
    }

    [Fact]
    public async Task File_OfAnotherProgram_SetAsideWhole()
    {
        using (var other = new SqliteConnection($"Data Source={_folder.Database};Pooling=false"))
        {
            other.Open();
            using SqliteCommand command = other.CreateCommand();
            command.CommandText = "PRAGMA application_id = 42; CREATE TABLE precious (x); INSERT INTO precious VALUES (1)";
            command.ExecuteNonQuery();
        }

        await using SqliteOutbox outbox = await _folder.OpenAsync();
        await AssertWorksAsync(outbox);
        Assert.Single(_folder.Repairs);
    }

    [Theory]
    [InlineData(0.5)]
    [InlineData(0.9)]
    public async Task File_Truncated_ReadableRowsCarriedOverInOrderRestCounted(double keep)
    {
        List<Guid> ids = await FillAsync(200, 3000);
        using (FileStream file = File.OpenWrite(_folder.Database))
            file.SetLength((long)(file.Length * keep));

        await using SqliteOutbox outbox = await _folder.OpenAsync();

        OutboxRepair repair = Assert.Single(_folder.Repairs);
        List<Guid> left = await DrainAsync(outbox);
        Assert.Equal(repair.Salvaged, left.Count);
        Assert.Equal(ids.Where(left.Contains), left);
        await AssertWorksAsync(outbox);
    }

    [Fact]
    public async Task File_PageInTheMiddleScribbled_RowsOnBothSidesSurvive()
    {
        List<Guid> ids = await FillAsync(400, 1200);
        await ScribblePageAsync(LeafPages(_folder.Database)[20]);

        await using SqliteOutbox outbox = await _folder.OpenAsync();

        OutboxRepair repair = Assert.Single(_folder.Repairs);
        List<Guid> left = await DrainAsync(outbox);
        Assert.Equal(ids.Where(left.Contains), left);
        Assert.InRange(left.Count, 380, 399);
        Assert.Equal(ids[0], left[0]);
        Assert.Equal(ids[^1], left[^1]);
        Assert.Equal(ids.Count - left.Count, repair.Losses.Sum(loss => loss.Messages));
        Assert.Equal(ids.Count - left.Count, outbox.Lost(OutboxKind.Alert));
        Assert.Equal(399, outbox.LastPosition("cam"));
    }

    [Fact]
    public async Task Row_BitFlippedInItsPayload_NeverHandedOutAndCounted()
    {
        List<Guid> ids = await FillAsync(20, 1000);
        byte[] bytes = await File.ReadAllBytesAsync(_folder.Database);
        int at = bytes.AsSpan().IndexOf("cam 10 "u8);
        Assert.True(at > 0);
        bytes[at] ^= 0x01;
        await File.WriteAllBytesAsync(_folder.Database, bytes);

        await using SqliteOutbox outbox = await _folder.OpenAsync();

        Assert.Equal(ids.Where((_, index) => index != 9), await DrainAsync(outbox));
        Assert.Equal([new OutboxLoss(OutboxKind.Alert, 1, OutboxLossReason.Damage)], _folder.Losses);
        Assert.Equal(1, outbox.Lost(OutboxKind.Alert));
        Assert.Empty(_folder.Repairs);
    }

    [Fact]
    public async Task Log_Deleted_OpensWithWhatWasFoldedIn()
    {
        List<Guid> ids = await FillAsync(10, 500);
        string copy = Path.Combine(_folder.Path, "copy");
        Directory.CreateDirectory(copy);
        await using (SqliteOutbox outbox = await _folder.OpenAsync())
        {
            await outbox.CommitAsync(_folder.Message());
            File.Copy(_folder.Database, Path.Combine(copy, SqliteOutbox.FileName));
        }

        File.Copy(Path.Combine(copy, SqliteOutbox.FileName), _folder.Database, overwrite: true);
        File.Delete(_folder.Database + "-wal");
        await using SqliteOutbox again = await _folder.OpenAsync();
        Assert.Equal(ids, await DrainAsync(again));
    }

    [Fact]
    public async Task Bytes_FlippedAnywhere_NeverThrowsNeverInvents()
    {
        List<Guid> ids = await FillAsync(60, 900);
        byte[] good = await File.ReadAllBytesAsync(_folder.Database);
        for (int seed = 0; seed < 60; seed++)
        {
            var random = new Random(seed);
            byte[] bad = [.. good];
            for (int flip = 0; flip < 8; flip++)
                bad[random.Next(bad.Length)] ^= (byte)random.Next(1, 256);
            foreach (string old in Directory.GetFiles(_folder.Path))
                File.Delete(old);
            await File.WriteAllBytesAsync(_folder.Database, bad);

            await using SqliteOutbox outbox = await _folder.OpenAsync();

            List<Guid> left = await DrainAsync(outbox);
            Assert.Equal(ids.Where(left.Contains), left);
            await AssertWorksAsync(outbox);
        }
    }

    [Fact]
    public async Task Repair_CutShortBeforeTheSwap_StartsOver()
    {
        List<Guid> ids = await FillAsync(10, 500);
        await File.WriteAllTextAsync(_folder.Database + ".salvage", "half of a file");
        await using SqliteOutbox outbox = await _folder.OpenAsync();
        Assert.Equal(ids, await DrainAsync(outbox));
        Assert.False(File.Exists(_folder.Database + ".salvage"));
    }

    [Fact]
    public async Task Repair_CutShortInTheSwap_IsFinished()
    {
        List<Guid> ids = await FillAsync(10, 500);
        File.Move(_folder.Database, _folder.Database + ".salvage");
        await using SqliteOutbox outbox = await _folder.OpenAsync();
        Assert.Equal(ids, await DrainAsync(outbox));
    }

    private async Task<List<Guid>> FillAsync(int count, int bytes)
    {
        var ids = new List<Guid>();
        await using SqliteOutbox outbox = await _folder.OpenAsync();
        for (int i = 0; i < count; i++)
        {
            OutboxMessage message = _folder.Message(bytes: bytes, position: i);
            ids.Add(message.Id);
            _ = outbox.CommitAsync(message).AsTask();
        }

        await outbox.FlushAsync();
        return ids;
    }

    private static async Task<List<Guid>> DrainAsync(SqliteOutbox outbox)
    {
        var ids = new List<Guid>();
        while (await outbox.TakeAsync(50, CancellationToken.None) is { Count: > 0 } taken)
            ids.AddRange(taken.Select(message => message.Id));
        return ids;
    }

    private async Task AssertWorksAsync(SqliteOutbox outbox)
    {
        OutboxMessage message = _folder.Message();
        await outbox.CommitAsync(message);
        await outbox.FlushAsync();
        Assert.Null(outbox.Status.Fault);
        Assert.Contains(message.Id, await DrainAsync(outbox));
    }

    /// <summary>Numbers of the pages that hold table rows (SQLite file format, 1.6: type 0x0D with long records is the messages table here).</summary>
    private static List<int> LeafPages(string path)
    {
        byte[] bytes = File.ReadAllBytes(path);
        var pages = new List<int>();
        for (int page = 1; page < bytes.Length / RowCost.PageBytes; page++)
        {
            ReadOnlySpan<byte> head = bytes.AsSpan(page * RowCost.PageBytes, 8);
            if (head[0] == 0x0D && BinaryPrimitives.ReadUInt16BigEndian(head[3..]) is >= 2 and <= 4)
                pages.Add(page);
        }

        return pages;
    }

    private async Task ScribblePageAsync(int page)
    {
        await using FileStream file = File.OpenWrite(_folder.Database);
        file.Position = (long)page * RowCost.PageBytes;
        await file.WriteAsync(Enumerable.Repeat((byte)0xEE, RowCost.PageBytes).ToArray());
    }
}
