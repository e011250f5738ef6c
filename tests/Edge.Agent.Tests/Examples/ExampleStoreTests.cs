using Edge.Agent.Examples;

namespace Edge.Agent.Tests.Examples;

public sealed class ExampleStoreTests
{
    [Fact]
    public void Hardest_DisagreementsFirst_ThenTheClosestMargins()
    {
        using var folder = new ExampleFolder();
        string close = folder.Keep(1, 100, margin: 0.001f), far = folder.Keep(2, 100, margin: 0.04f), other = folder.Keep(3, 100, "disagreement", 0);

        Assert.Equal([other, close, far], Subjects(folder.Store));
        Assert.Equal([other, close], folder.Store.Hardest(2).Select(example => example.About.Subject));
        Assert.Empty(folder.Store.Hardest(0));
    }

    [Fact]
    public void Save_TooMany_OldestGo()
    {
        using var folder = new ExampleFolder(new ExampleLimits { MaximumCount = 3 });
        string[] kept = [.. Enumerable.Range(1, 5).Select(minute => folder.Keep(minute, 100))];

        Assert.Equal(kept[2..].Reverse(), Subjects(folder.Store));
        Assert.Equal(6, Directory.GetFiles(folder.Path).Length);
    }

    [Fact]
    public void Save_TooManyBytes_OldestGo()
    {
        using var folder = new ExampleFolder(new ExampleLimits { MaximumBytes = 30_000 });
        string[] kept = [.. Enumerable.Range(1, 5).Select(minute => folder.Keep(minute, 12_000))];

        Assert.Equal(kept[3..].Reverse(), Subjects(folder.Store));
        Assert.Equal(folder.Store.Bytes, Directory.GetFiles(folder.Path).Sum(path => new FileInfo(path).Length));
    }

    [Fact]
    public void Restart_KnowsWhatIsThere_AndBoundsIt()
    {
        using var folder = new ExampleFolder(new ExampleLimits { MaximumCount = 2 });
        string first = folder.Keep(1, 100), second = folder.Keep(2, 100);
        ExampleStore again = folder.Open();

        Assert.Equal([second, first], Subjects(again));
        Assert.Equal((2, folder.Store.Bytes), (again.Count, again.Bytes));
    }

    [Fact]
    public void Restart_AfterACrash_WhatIsNotWholeIsDeleted()
    {
        using var folder = new ExampleFolder();
        string whole = folder.Keep(1, 100), withoutJson = folder.Keep(2, 100), torn = folder.Keep(3, 100), garbled = folder.Keep(4, 100);
        File.Delete(Path.Combine(folder.Path, withoutJson + ".json"));
        File.WriteAllBytes(Path.Combine(folder.Path, torn + ".jpg"), new byte[7]);
        File.WriteAllText(Path.Combine(folder.Path, garbled + ".json"), "{");
        File.WriteAllText(Path.Combine(folder.Path, withoutJson + ".jpg.new"), "half");

        Assert.Equal([whole], Subjects(folder.Open()));
        Assert.Equal(2, Directory.GetFiles(folder.Path).Length);
    }

    [Fact]
    public void Remove_DeletesBothFiles()
    {
        using var folder = new ExampleFolder();
        string gone = folder.Keep(1, 100), stays = folder.Keep(2, 100);
        folder.Store.Remove(gone);
        folder.Store.Remove(gone);

        Assert.Equal([stays], Subjects(folder.Store));
        Assert.Equal(2, Directory.GetFiles(folder.Path).Length);
    }

    private static IEnumerable<string> Subjects(ExampleStore store) => store.Hardest(100).Select(example => example.About.Subject);
}
