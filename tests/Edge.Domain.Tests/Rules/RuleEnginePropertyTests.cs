using Edge.Domain.Alerts;
using Edge.Domain.Rules;
using Edge.Domain.Tracks;
using static Edge.Domain.Tests.Rules.Scene;

namespace Edge.Domain.Tests.Rules;

/// <summary>What must hold whatever objects do: random walks, blinks, changes of id, frames not inferred. The seed is the case.</summary>
public sealed class RuleEnginePropertyTests
{
    private static readonly Rule[] AllKinds =
    [
        ZoneRule(RuleKind.Enters),
        ZoneRule(RuleKind.Leaves),
        ZoneRule(RuleKind.Present),
        ZoneRule(RuleKind.Loiters) with { LoiterTime = TimeSpan.FromSeconds(3) },
        ZoneRule(RuleKind.Count) with { MinimumCount = 1, MaximumCount = 2 },
        LineRule(),
    ];

    public static TheoryData<int> Seeds => [.. Enumerable.Range(1, 30)];

    [Theory]
    [MemberData(nameof(Seeds))]
    public void Alerts_AnyScene_HaveOneLife(int seed)
    {
        Scene scene = RandomScene(seed, AllKinds).EndAll();
        foreach (IGrouping<long, RuleEvent> alert in scene.Events.GroupBy(e => e.Occurrence))
        {
            RuleEvent[] life = [.. alert];
            Assert.Equal(AlertPhase.New, life[0].Phase);
            Assert.Single(life, e => e.Phase == AlertPhase.New);
            Assert.Single(life.Select(e => e.Rule.Id).Distinct());
            Assert.All(life, e => Assert.Equal(life[0].At, e.StartedAt));
            if (life[0].IsMomentary)
                Assert.Single(life);
            else
                Assert.Equal(AlertPhase.Ended, Assert.Single(life, e => e.Phase == AlertPhase.Ended).Phase);
            Assert.True(life[0].IsMomentary || life[^1].Phase == AlertPhase.Ended);
            for (int i = 1; i < life.Length; i++)
                Assert.True(life[i].Phase != AlertPhase.Updated || life[i].At.Monotonic - life[i - 1].At.Monotonic >= TimeSpan.FromSeconds(5));
        }
    }

    [Theory]
    [MemberData(nameof(Seeds))]
    public void EntersAndLeaves_AnyScene_Agree(int seed)
    {
        Scene scene = RandomScene(seed, AllKinds);
        int inside = 0;
        foreach (RuleEvent told in scene.Events)
        {
            if (told.Rule.Kind == RuleKind.Enters)
                inside++;
            if (told.Rule.Kind == RuleKind.Leaves)
                inside--;
            Assert.InRange(inside, 0, 4);
        }

        // When everybody has been gone for longer than the grace, every visit is over.
        scene.Play(40);
        Assert.Equal(
            scene.New.Count(e => e.Rule.Kind == RuleKind.Enters),
            scene.New.Count(e => e.Rule.Kind == RuleKind.Leaves));
        Assert.Equal(scene.New.Count(e => e.Rule.Kind == RuleKind.Present), scene.Ended.Count(e => e.Rule.Kind == RuleKind.Present));
    }

    [Theory]
    [MemberData(nameof(Seeds))]
    public void Crosses_OneObjectInAnyWalk_AlternatesDirections(int seed)
    {
        var scene = new Scene(LineRule());
        var random = new Random(seed);
        float x = 300;
        for (int frame = 0; frame < 1000; frame++)
        {
            x = Math.Clamp(x + random.Next(-60, 61), 100, 900);
            scene.Play(1, At(x, 500));
        }

        CrossingDirection last = CrossingDirection.RightToLeft;
        foreach (RuleEvent told in scene.Events)
        {
            Assert.NotEqual(last, told.Direction);
            last = told.Direction;
        }
    }

    [Theory]
    [MemberData(nameof(Seeds))]
    public void Engine_SameCalls_SameEvents(int seed) =>
        Assert.Equal(RandomScene(seed, AllKinds).Events, RandomScene(seed, AllKinds).Events);

    [Fact]
    public void Scenes_TogetherTellEveryKind()
    {
        // Guards the properties above against passing for want of events.
        RuleKind[] told = [.. Enumerable.Range(1, 30).SelectMany(seed => RandomScene(seed, AllKinds).New).Select(e => e.Rule.Kind).Distinct()];
        Assert.Equal(Enum.GetValues<RuleKind>().Order(), told.Order());
    }

    private static Scene RandomScene(int seed, Rule[] rules)
    {
        var random = new Random(seed);
        var scene = new Scene(rules);
        long lastId = 4;
        var walkers = new (float X, float Y, long Id, int Hidden)[4];
        for (int i = 0; i < walkers.Length; i++)
            walkers[i] = (random.Next(100, 900), random.Next(300, 800), i + 1, 0);
        for (int frame = 0; frame < 600; frame++)
        {
            var tracks = new List<Track>();
            for (int i = 0; i < walkers.Length; i++)
            {
                ref var walker = ref walkers[i];
                walker.X = Math.Clamp(walker.X + random.Next(-40, 41), 50, 950);
                walker.Y = Math.Clamp(walker.Y + random.Next(-40, 41), 160, 1000);
                if (walker.Hidden == 0 && random.Next(40) == 0)
                {
                    walker.Hidden = random.Next(1, 40);
                    if (random.Next(3) == 0)
                        walker.Id = ++lastId;
                }

                walker.Hidden = Math.Max(0, walker.Hidden - 1);
                if (walker.Hidden == 0)
                    tracks.Add(At(walker.X, walker.Y, walker.Id, score: 0.3f + (random.NextSingle() * 0.6f)));
                else if (walker.Hidden % 2 == 0)
                    tracks.Add(Lost(walker.X, walker.Y, walker.Id));
            }

            scene.Play(1, random.Next(5) > 0, [.. tracks]);
        }

        return scene;
    }
}
