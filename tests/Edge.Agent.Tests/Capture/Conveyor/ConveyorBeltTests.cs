using Edge.Agent.Capture.Conveyor;

namespace Edge.Agent.Tests.Capture.Conveyor;

public class ConveyorBeltTests
{
    private static readonly ConveyorOptions Options = new() { Socket = "", Parts = 20, BadShare = 0.5, Spacing = 50, Length = 30, ToEjector = 110 };

    [Fact]
    public void ConveyorBelt_NobodyEjectsWhileReady_EverythingIsAccepted()
    {
        ConveyorBelt belt = Run(Options, _ => (false, true));
        Assert.All(belt.Parts, part => Assert.Equal(ConveyorBin.Accepted, part.Bin));
        Assert.Contains(belt.Parts, part => part.Kind == ConveyorPartKind.Bad);
        Assert.Contains(belt.Parts, part => part.Kind == ConveyorPartKind.Good);
    }

    [Fact]
    public void ConveyorBelt_NobodyIsReady_EverythingIsDiverted() =>
        Assert.All(Run(Options, _ => (false, false)).Parts, part => Assert.Equal(ConveyorBin.Diverted, part.Bin));

    [Theory]
    [InlineData(15, ConveyorBin.Ejected)]
    [InlineData(14, ConveyorBin.Accepted)]
    public void ConveyorBelt_EjectorActiveForSoManyCounts_HalfAPassageDecides(int counts, object expected)
    {
        ConveyorBelt belt = Run(Options with { Parts = 1 }, belt =>
        {
            long way = belt.Parts.Count == 0 ? 0 : belt.Count + 1 - belt.Parts[0].Start;
            return (way >= 110 && way < 110 + counts, true);
        });
        Assert.Equal((expected, counts), (Assert.Single(belt.Parts).Bin, belt.Parts[0].HitCounts));
    }

    [Fact]
    public void ConveyorBelt_EveryEjectionJams_NothingFalls() =>
        Assert.All(Run(Options with { JamShare = 1 }, _ => (true, true)).Parts, part => Assert.Equal((true, ConveyorBin.Accepted), (part.Jammed, part.Bin)));

    [Fact]
    public void ConveyorBelt_GoldenPartsAsked_ComeNextInThatOrder()
    {
        var belt = new ConveyorBelt(Options, 4, 4);
        belt.Present(ConveyorPartKind.Good);
        belt.Present(ConveyorPartKind.Bad);
        belt.Present(ConveyorPartKind.Blank);
        while (!belt.IsDone)
            belt.Step(true, false, true, 1);
        Assert.Equal([ConveyorPartKind.Good, ConveyorPartKind.Bad, ConveyorPartKind.Blank], belt.Parts.Take(3).Select(part => part.Kind));
        Assert.Equal(3, belt.Parts.Count(part => part.IsGolden));
    }

    [Fact]
    public void ConveyorBelt_TwoPartsAreBetweenTriggerAndEjector()
    {
        var belt = new ConveyorBelt(Options with { SpacingJitter = 0 }, 4, 4);
        while (belt.Parts.All(part => part.Bin is null))
            belt.Step(true, false, true, 1);
        Assert.Equal(2, belt.Parts.Count(part => part.Bin is null && belt.Count >= part.Start && belt.Count < part.Start + Options.ToEjector));
    }

    private static ConveyorBelt Run(ConveyorOptions options, Func<ConveyorBelt, (bool Ejector, bool Ready)> levels)
    {
        var belt = new ConveyorBelt(options, 4, 4);
        for (int i = 0; i < 100_000 && !belt.IsDone; i++)
        {
            (bool ejector, bool ready) = levels(belt);
            belt.Step(true, ejector, ready, i + 1);
        }

        Assert.Equal(options.Parts, belt.Parts.Count);
        return belt;
    }
}
