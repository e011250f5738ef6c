using Edge.Agent.Evidence;
using Microsoft.Extensions.Logging.Abstractions;

namespace Edge.Agent.Tests.Evidence;

public sealed class EvidenceStoreTests : IDisposable
{
    private static readonly DateTimeOffset Noon = new(2026, 6, 1, 12, 0, 0, TimeSpan.Zero);
    private readonly string _folder = Directory.CreateTempSubdirectory("edge-evidence-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void Save_PutsTheFileUnderItsUtcDay()
    {
        EvidenceStore store = Store(1000);
        Guid id = Guid.CreateVersion7(Noon);

        Assert.Null(store.Save(id, new DateTimeOffset(2026, 6, 1, 1, 30, 0, TimeSpan.FromHours(2)), [1, 2, 3]));

        Assert.Equal([1, 2, 3], File.ReadAllBytes(Path.Combine(_folder, "2026", "05", "31", $"{id}.jpg")));
        Assert.Equal((1L, 0L, 0L, 3L), (store.Written, store.Evicted, store.Lost, store.Bytes));
        Assert.Empty(Directory.GetFiles(_folder, "*.tmp", SearchOption.AllDirectories));
    }

    [Fact]
    public void Save_OverBudget_DeletesTheOldestFirst()
    {
        EvidenceStore store = Store(250);
        Guid[] ids = [.. Enumerable.Range(0, 5).Select(day => Guid.CreateVersion7(Noon.AddDays(day)))];
        for (int day = 0; day < 5; day++)
            Assert.Null(store.Save(ids[day], Noon.AddDays(day), new byte[100]));

        Assert.Equal(ids[3..].Select(id => $"{id}.jpg"), Files());
        Assert.Equal((5L, 3L, 200L), (store.Written, store.Evicted, store.Bytes));
        Assert.False(Directory.Exists(Path.Combine(_folder, "2026", "06", "01")));
    }

    [Fact]
    public void Save_AfterARestart_KnowsWhatIsThere()
    {
        Guid old = Guid.CreateVersion7(Noon), young = Guid.CreateVersion7(Noon.AddHours(1)), latest = Guid.CreateVersion7(Noon.AddHours(2));
        EvidenceStore before = Store(250);
        before.Save(young, Noon, new byte[100]);
        before.Save(old, Noon, new byte[100]);
        File.WriteAllBytes(Path.Combine(_folder, "2026", "06", "01", "torn.jpg.tmp"), new byte[70]);

        EvidenceStore after = Store(250);
        Assert.Null(after.Save(latest, Noon, new byte[100]));

        Assert.Equal([$"{young}.jpg", $"{latest}.jpg"], Files());
        Assert.Equal(200, after.Bytes);
    }

    [Fact]
    public void Save_LargerThanTheBudget_LostAndNothingElseDeleted()
    {
        EvidenceStore store = Store(250);
        store.Save(Guid.CreateVersion7(Noon), Noon, new byte[100]);

        Assert.Equal("a snapshot of 300 bytes is over the budget of 250", store.Save(Guid.CreateVersion7(Noon), Noon, new byte[300]));

        Assert.Equal((1L, 1L, 0L), (store.Written, store.Lost, store.Evicted));
        Assert.Single(Files());
    }

    [Fact]
    public void Save_FolderCannotBeMade_LostWithAReason()
    {
        string file = Path.Combine(_folder, "in-the-way");
        File.WriteAllText(file, "");
        var store = new EvidenceStore(Path.Combine(file, "evidence"), 1000, NullLogger.Instance);

        Assert.NotNull(store.Save(Guid.CreateVersion7(Noon), Noon, new byte[10]));
        Assert.Equal(1, store.Lost);
    }

    [Fact]
    public void Save_DiskBack_KeepsAgain()
    {
        string folder = Path.Combine(_folder, "evidence");
        File.WriteAllText(folder, "in the way");
        var store = new EvidenceStore(folder, 1000, NullLogger.Instance);
        Assert.NotNull(store.Save(Guid.CreateVersion7(Noon), Noon, new byte[10]));

        File.Delete(folder);

        Assert.Null(store.Save(Guid.CreateVersion7(Noon), Noon, new byte[10]));
        Assert.Equal((1L, 1L), (store.Written, store.Lost));
    }

    private EvidenceStore Store(long budget) => new(_folder, budget, NullLogger.Instance);

    private IEnumerable<string?> Files() => Directory.GetFiles(_folder, "*.jpg", SearchOption.AllDirectories).Order(StringComparer.Ordinal).Select(Path.GetFileName);
}
