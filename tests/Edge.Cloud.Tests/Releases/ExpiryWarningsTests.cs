using Edge.Cloud.Releases;
using Edge.Contracts.Updates.Publishing;

namespace Edge.Cloud.Tests.Releases;

public sealed class ExpiryWarningsTests
{
    private static readonly DateTimeOffset Now = new(2026, 6, 1, 0, 0, 0, TimeSpan.Zero);

    [Fact]
    public void Of_MetadataWithTime_SaysNothing()
    {
        Assert.Empty(ExpiryWarnings.Of(new RepositoryState(), Now));
        Assert.Empty(ExpiryWarnings.Of(new RepositoryState { RootExpires = Now.AddDays(31), TargetsExpires = Now.AddDays(31), TimestampExpires = Now.AddHours(1) }, Now));
    }

    [Fact]
    public void Of_MetadataThatExpiresSoon_SaysWhatToDo()
    {
        IReadOnlyList<string> lines = ExpiryWarnings.Of(new RepositoryState { RootExpires = Now.AddDays(-1), TargetsExpires = Now.AddDays(29) }, Now);

        Assert.Equal(2, lines.Count);
        Assert.Contains("root has expired on 2026-05-31: edgectl release rotate --role root --renew", lines[0]);
        Assert.Contains("targets expires on 2026-06-30: edgectl release renew", lines[1]);
    }
}
