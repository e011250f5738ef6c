using Edge.Agent.Cloud;

namespace Edge.Agent.Tests.Cloud;

public sealed class RenewalPolicyTests
{
    private static readonly DateTimeOffset Begin = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);
    private static readonly DateTimeOffset End = Begin.AddDays(90);

    [Fact]
    public void Due_IsAfterTheCloudsWish_AndLongBeforeTheEnd()
    {
        DateTimeOffset wished = Begin.AddDays(60);
        for (int device = 0; device < 200; device++)
            Assert.InRange(RenewalPolicy.DueAt(Begin, End, wished, $"cam-{device}"), wished, wished.AddDays(30.0 / 8));
    }

    [Fact]
    public void Due_OfAFleet_IsSpread()
    {
        DateTimeOffset[] due = [.. Enumerable.Range(0, 100).Select(device => RenewalPolicy.DueAt(Begin, End, Begin.AddDays(60), $"cam-{device}")).Distinct()];
        Assert.True(due.Length > 95);
        Assert.True(due.Max() - due.Min() > TimeSpan.FromDays(2));
    }

    [Theory]
    [InlineData(-10)]
    [InlineData(0)]
    [InlineData(90)]
    [InlineData(400)]
    public void Due_WhereTheWishMakesNoSense_IsAfterTwoThirds(int wishedDay) =>
        Assert.InRange(RenewalPolicy.DueAt(Begin, End, Begin.AddDays(wishedDay), "cam-1"), Begin.AddDays(60), Begin.AddDays(64));

    [Fact]
    public void Wait_BeforeItIsDue_LooksEveryHour() =>
        Assert.Equal(RenewalPolicy.LookAtLeastEvery, RenewalPolicy.WaitFor(Begin, Begin.AddDays(60), End, 0));

    [Fact]
    public void Wait_WhenDue_IsNone() => Assert.Equal(TimeSpan.Zero, RenewalPolicy.WaitFor(Begin.AddDays(61), Begin.AddDays(60), End, 0));

    [Fact]
    public void Tries_AfterAnyNumberOfFailures_GoOnUntilTheEnd()
    {
        // A cloud that is away for all of the last third but its last minutes must still find a device that asks.
        DateTimeOffset now = Begin.AddDays(60);
        int tries = 0;
        while (now < End)
        {
            TimeSpan wait = RenewalPolicy.WaitFor(now, Begin.AddDays(60), End, ++tries);
            Assert.InRange(wait, TimeSpan.FromSeconds(1), RenewalPolicy.LookAtLeastEvery);
            if (End - now < TimeSpan.FromMinutes(8) && now + wait < End)
                return;
            now += wait;
        }

        Assert.Fail("no try in the last minutes");
    }
}
