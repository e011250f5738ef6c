using Edge.Vision.Tracking;

namespace Edge.Vision.Tests.Tracking;

public sealed class ClassGroupsTests
{
    private static readonly ClassGroups Groups = ClassGroups.FromLabels(["person", "bicycle", "Car", "motorcycle", "bus", "scratch", "truck"]);

    [Theory]
    [InlineData(2, 6, true)]
    [InlineData(2, 4, true)]
    [InlineData(1, 3, true)]
    [InlineData(0, 2, false)]
    [InlineData(2, 3, false)]
    [InlineData(5, 6, false)]
    [InlineData(5, 5, true)]
    [InlineData(99, 99, true)]
    [InlineData(99, 2, false)]
    public void MayBeSame_ByLabels_OnlyWhatDetectorsMixUp(int a, int b, bool same) => Assert.Equal(same, Groups.MayBeSame(a, b));

    [Fact]
    public void MayBeSame_ByDefault_OnlyTheClassItself()
    {
        Assert.True(ClassGroups.EachItsOwn.MayBeSame(3, 3));
        Assert.False(ClassGroups.EachItsOwn.MayBeSame(2, 3));
    }
}
