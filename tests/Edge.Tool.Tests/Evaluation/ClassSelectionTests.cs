using Edge.Tool.Evaluation;
using Edge.Tool.Evaluation.DataSets;

namespace Edge.Tool.Tests.Evaluation;

public sealed class ClassSelectionTests
{
    private static readonly DataSetClass[] Data = [new(1, "open"), new(2, "pin-hole"), new(3, "spur")];

    [Fact]
    public void Of_SameNamesInAnotherOrder_MatchesByName()
    {
        ClassSelection classes = ClassSelection.Of(Data, ["Spur", "open", "missing", "pinhole"], []);

        Assert.True(classes.IsByName);
        Assert.Equal([2, 0, -1, 1], Enumerable.Range(0, 4).Select(classes.OfModel));
    }

    [Fact]
    public void Of_OtherNamesButAsMany_MatchesByPositionAndSaysSo()
    {
        ClassSelection classes = ClassSelection.Of(Data, ["offen", "pin-hole", "sporn"], []);

        Assert.False(classes.IsByName);
        Assert.Equal([0, 1, 2], Enumerable.Range(0, 3).Select(classes.OfModel));
    }

    [Fact]
    public void Of_ANameAtAnotherPosition_IsNotTakenByPosition() =>
        Assert.Contains("does not know these of the 3 classes of the data set: pin-hole", Assert.Throws<DataSetException>(() => ClassSelection.Of(Data, ["spur", "open", "hole"], [])).Message);

    [Fact]
    public void Of_WantedClasses_LeavesTheOthersOut()
    {
        ClassSelection classes = ClassSelection.Of(Data, ["spur", "person"], ["spur"]);

        Assert.Equal([Data[2]], classes.Classes);
        Assert.Equal([-1, -1, 0], Enumerable.Range(0, 3).Select(classes.OfData));
        Assert.Equal([0, -1], Enumerable.Range(0, 2).Select(classes.OfModel));
        Assert.Contains("'spurt' is no class of the data set; allowed: open, pin-hole, spur", Assert.Throws<DataSetException>(() => ClassSelection.Of(Data, ["spur"], ["spurt"])).Message);
    }
}
