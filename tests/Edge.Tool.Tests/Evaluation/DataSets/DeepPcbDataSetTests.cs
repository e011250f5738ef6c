using Edge.Domain.Geometry;
using Edge.Testing;
using Edge.Tool.Evaluation.DataSets;

namespace Edge.Tool.Tests.Evaluation.DataSets;

public sealed class DeepPcbDataSetTests : IDisposable
{
    private readonly DataSetFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [SharedFact]
    public void Open_TheTrainingPart_ReadsAThousandImagesAndTheirBoxes()
    {
        DataSet data = DataSetFormats.Open(SharedData.Path("data/deeppcb"));

        Assert.Equal(DataSetFormat.DeepPcb, data.Format);
        Assert.Equal(1000, data.Images.Count);
        Assert.Equal(["open", "short", "mousebite", "spur", "copper", "pin-hole"], data.Classes.Select(c => c.Name));
        Assert.Equal([1L, 2, 3, 4, 5, 6], data.Classes.Select(c => c.Id));
        Assert.Equal(6873, data.Images.Sum(image => data.ReadLabels(image, new SizePx(640, 640)).Count));
        Assert.Equal(41000, data.Images[0].Id);
        Assert.Equal(new LabelledBox(2, new BoxPx(466, 441, 27, 29)), data.ReadLabels(data.Images[0], new SizePx(640, 640))[0]);
    }

    [Theory]
    [InlineData("10 10 20 20", "is not 'x1 y1 x2 y2 type'")]
    [InlineData("10 ten 20 20 1", "is not 'x1 y1 x2 y2 type'")]
    [InlineData("10 10 20 20 0", "type '0'; allowed: 1 open")]
    [InlineData("10 10 20 20 7", "type '7'; allowed: 1 open, 2 short, 3 mousebite, 4 spur, 5 copper, 6 pin-hole")]
    [InlineData("10 10 10 20 1", "has no area")]
    [InlineData("30 10 20 20 1", "allowed: x1 less than x2")]
    public void ReadLabels_BadLine_NamesFileLineAndWhatIsAllowed(string line, string message)
    {
        _folder.Write("images/7.jpg", "");
        _folder.Write("labels/7.txt", "1 2 3 4 5\r\n\n" + line);
        DataSet data = DataSetFormats.Open(_folder.Root);

        var refused = Assert.Throws<DataSetException>(() => data.ReadLabels(data.Images[0], new SizePx(640, 640)));

        Assert.Contains("7.txt:3", refused.Message);
        Assert.Contains(message, refused.Message);
        Assert.Throws<DataSetException>(() => data.Check(data.Images));
    }

    [Fact]
    public void Open_AsPublished_TakesTestedBoardsAndTheListWithoutTheirEnding()
    {
        foreach (string name in new[] { "00041000", "00041001", "00041002" })
        {
            _folder.Write($"group00041/00041/{name}_test.jpg", "");
            _folder.Write($"group00041/00041/{name}_temp.jpg", "");
            _folder.Write($"group00041/00041_not/{name}.txt", "1 2 30 40 6\n");
        }

        string list = _folder.Write("test.txt", "group00041/00041/00041002.jpg group00041/00041_not/00041002.txt\ngroup00041/00041/00041000.jpg group00041/00041_not/00041000.txt\n");
        DataSet data = DataSetFormats.Open(_folder.Root);
        IReadOnlyList<LabelledImage> chosen = new ImageSelection(list).Of(data);

        Assert.Equal(3, data.Images.Count);
        Assert.Equal([41000L, 41002], chosen.Select(image => image.Id));
        Assert.EndsWith("00041002_test.jpg", chosen[1].ImagePath);
        Assert.Equal(new LabelledBox(5, new BoxPx(1, 2, 29, 38)), Assert.Single(data.ReadLabels(chosen[1], new SizePx(640, 640))));
    }

    [Fact]
    public void ReadLabels_NoFileForOneImage_IsABoardWithoutDefects_ForAll_IsRefused()
    {
        _folder.Write("images/1.jpg", "");
        _folder.Write("images/2.jpg", "");
        string labels = _folder.Write("labels/2.txt", "1 2 3 4 5");
        DataSet data = DataSetFormats.Open(_folder.Root);
        Assert.Empty(data.ReadLabels(data.Images[0], new SizePx(640, 640)));

        File.Delete(labels);
        Assert.Contains("at least one image must have labels", Assert.Throws<DataSetException>(() => DeepPcbDataSet.Open(_folder.Root)).Message);
    }
}
