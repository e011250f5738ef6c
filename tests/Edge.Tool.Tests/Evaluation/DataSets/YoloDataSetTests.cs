using Edge.Domain.Geometry;
using Edge.Tool.Evaluation.DataSets;

namespace Edge.Tool.Tests.Evaluation.DataSets;

public sealed class YoloDataSetTests : IDisposable
{
    private readonly string _root = Directory.CreateTempSubdirectory("edge-yolo").FullName;

    public YoloDataSetTests()
    {
        Directory.CreateDirectory(Path.Combine(_root, "images"));
        Directory.CreateDirectory(Path.Combine(_root, "labels"));
        File.WriteAllText(Path.Combine(_root, "classes.txt"), "person\ncar\n");
        File.WriteAllText(Path.Combine(_root, "images", "000000000042.jpg"), "");
    }

    public void Dispose() => Directory.Delete(_root, recursive: true);

    [Fact]
    public void ReadLabels_FractionsOfTheImage_BecomePixelsFromTheTopLeft()
    {
        WriteLabels("1 0.5 0.5 0.25 0.5\n\n");
        YoloDataSet data = YoloDataSet.Open(_root);

        LabelledBox box = Assert.Single(data.ReadLabels(data.Images[0], new SizePx(200, 100)));

        Assert.Equal(new LabelledBox(1, new BoxPx(75, 25, 50, 50)), box);
        Assert.Equal(42, data.Images[0].Id);
    }

    [Theory]
    [InlineData("1 0.5 0.5 0.25", "'1 0.5 0.5 0.25' is not")]
    [InlineData("x 0.5 0.5 0.25 0.5", "is not 'class cx cy w h'")]
    [InlineData("1 0.5 NaN 0.25 0.5", "is not 'class cx cy w h'")]
    [InlineData("2 0.5 0.5 0.25 0.5", "class 2; allowed: 0 to 1")]
    public void ReadLabels_BadLine_NamesFileAndLine(string line, string message)
    {
        WriteLabels("0 0.5 0.5 0.1 0.1\n" + line);
        YoloDataSet data = YoloDataSet.Open(_root);

        var refused = Assert.Throws<DataSetException>(() => data.ReadLabels(data.Images[0], new SizePx(200, 100)));

        Assert.Contains("000000000042.txt:2", refused.Message);
        Assert.Contains(message, refused.Message);
    }

    [Fact]
    public void Open_NoClasses_SaysWhatIsNeeded()
    {
        File.Delete(Path.Combine(_root, "classes.txt"));

        Assert.Contains("classes.txt", Assert.Throws<DataSetException>(() => YoloDataSet.Open(_root)).Message);
    }

    private void WriteLabels(string text) => File.WriteAllText(Path.Combine(_root, "labels", "000000000042.txt"), text);
}
