using Edge.Agent.Capture.Conveyor;

namespace Edge.Agent.Tests.Capture.Conveyor;

public class ConveyorSceneTests
{
    private static readonly ConveyorOptions Options = new() { Socket = "", Size = 320, Spacing = 60 };
    private static readonly PartStock Stock = new(1, 320, 2, 2);

    private readonly ConveyorScene _scene = new(Options, Stock);

    [Fact]
    public void ConveyorScene_AtTheStrobe_ShowsThePartInItsPlace() =>
        Assert.True(Stock[Good].SequenceEqual(Draw(Seen)));

    [Fact]
    public void ConveyorScene_BeforeTheTrigger_ShowsTheFormerSceneNotThePart()
    {
        byte[] before = Draw(-Options.Length);
        Assert.All(before, grey => Assert.InRange(grey, PartStock.Belt - 4, PartStock.Belt + 4));
    }

    [Fact]
    public void ConveyorScene_APeriodLater_ThePartHasMoved()
    {
        byte[] later = Draw(Seen + 8);
        Assert.False(Stock[Good].SequenceEqual(later));
        Assert.InRange(later[0], PartStock.Belt - 4, PartStock.Belt + 4);
    }

    [Fact]
    public void ConveyorScene_OutOfFocusOrDark_IsSo()
    {
        byte[] sharp = Draw(Seen);
        byte[] blurred = Draw(Seen, blur: 6);
        byte[] dark = Draw(Seen, light: 0.1);
        Assert.True(Steps(blurred) < Steps(sharp) / 2, $"{Steps(blurred)} of {Steps(sharp)}");
        Assert.True(dark.Max() < 30);
    }

    [Fact]
    public void PartStock_BadOnes_DifferFromTheTemplateMoreThanGoodOnes()
    {
        Assert.Equal(320 * 320, Stock.Template.Length);
        Assert.False(Stock[Good].SequenceEqual(Stock[Bad]));
        Assert.True(Stock[new ConveyorPart(0, ConveyorPartKind.Blank, 0, 0)].IsEmpty);
    }

    private static ConveyorPart Good => new(0, ConveyorPartKind.Good, 0, 0);

    private static ConveyorPart Bad => new(0, ConveyorPartKind.Bad, 0, 0);

    private static double Seen => Options.ExposureDelay.TotalSeconds * Options.Speed;

    private static int Steps(byte[] picture) => Enumerable.Range(1, picture.Length - 1).Count(i => Math.Abs(picture[i] - picture[i - 1]) > 100);

    private byte[] Draw(double position, int blur = 0, double light = 1)
    {
        byte[] picture = new byte[320 * 320];
        _scene.Draw([Good], position, blur, light, picture);
        return picture;
    }
}
