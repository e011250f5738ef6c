using Edge.Tool.Evaluation.DataSets;

namespace Edge.Tool.Tests.Evaluation.DataSets;

public sealed class ImageSelectionTests : IDisposable
{
    private readonly DataSetFolder _folder = new();
    private readonly DataSet _data;

    public ImageSelectionTests()
    {
        foreach (string name in new[] { "c", "a", "d", "b" })
        {
            _folder.Write($"images/{name}.jpg", "");
            _folder.Write($"labels/{name}.txt", "");
        }

        _folder.Write("classes.txt", "thing");
        _data = DataSetFormats.Open(_folder.Root);
    }

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData(0, null, "abcd")]
    [InlineData(1, 2, "bc")]
    [InlineData(3, 9, "d")]
    public void Of_SkipAndTake_InTheOrderOfNames(int skip, int? take, string expected) =>
        Assert.Equal(expected, string.Concat(new ImageSelection(null, skip, take).Of(_data).Select(image => image.Name)));

    [Theory]
    [InlineData(4, null, "nothing is left of 4 images; allowed: at most 3")]
    [InlineData(-1, null, "--skip -1; allowed: 0 or more")]
    [InlineData(0, 0, "--take 0; allowed: 1 or more")]
    public void Of_NothingLeft_IsRefused(int skip, int? take, string message) =>
        Assert.Contains(message, Assert.Throws<DataSetException>(() => new ImageSelection(null, skip, take).Of(_data)).Message);

    [Fact]
    public void Of_AList_TakesItsImagesInTheOrderOfNames()
    {
        string list = _folder.Write("part.txt", "d\n\nimages/a.jpg\nb.jpg\n");

        Assert.Equal("bd", string.Concat(new ImageSelection(list, Skip: 1).Of(_data).Select(image => image.Name)));
    }

    [Theory]
    [InlineData("a\ne.jpg", "part.txt:2: 'e.jpg' is no image of the data set; allowed: names such as a")]
    [InlineData("a\nb\na.jpg", "part.txt:3: a is there again, after line 1; each image counts once")]
    [InlineData("\n", "part.txt: empty")]
    public void Of_ABadList_NamesTheLine(string text, string message) =>
        Assert.Contains(message, Assert.Throws<DataSetException>(() => new ImageSelection(_folder.Write("part.txt", text)).Of(_data)).Message);

    [Fact]
    public void Open_NoDataSet_SaysWhatIsRecognised()
    {
        string empty = Directory.CreateDirectory(Path.Combine(_folder.Root, "empty")).FullName;

        string message = Assert.Throws<DataSetException>(() => DataSetFormats.Open(empty)).Message;

        Assert.All(new[] { "yolo (", "coco (", "voc (", "deeppcb (" }, name => Assert.Contains(name, message));
        Assert.Contains("no such folder or file", Assert.Throws<DataSetException>(() => DataSetFormats.Open(Path.Combine(_folder.Root, "nowhere"))).Message);
        Assert.Contains("format 'pascal'; allowed: yolo, coco, voc, deeppcb", Assert.Throws<DataSetException>(() => DataSetFormats.Parse("pascal")).Message);
    }
}
