using Edge.Domain.Geometry;
using Edge.Tool.Evaluation.DataSets;

namespace Edge.Tool.Tests.Evaluation.DataSets;

public sealed class CocoDataSetTests : IDisposable
{
    private const string Good = """
        { "images": [ { "id": 9, "file_name": "b.jpg", "width": 64, "height": 48 }, { "id": 4, "file_name": "a.jpg", "width": 10, "height": 20 } ],
          "categories": [ { "id": 18, "name": "dog" }, { "id": 3, "name": "car" } ],
          "annotations": [
            { "id": 1, "image_id": 9, "category_id": 18, "bbox": [1, 2, 30.5, 40], "area": 600.5, "iscrowd": 0 },
            { "id": 2, "image_id": 9, "category_id": 3, "bbox": [5, 5, 10, 10], "area": 100, "iscrowd": 1 } ] }
        """;

    private readonly DataSetFolder _folder = new();

    public CocoDataSetTests()
    {
        _folder.Write("val/a.jpg", "");
        _folder.Write("val/b.jpg", "");
    }

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Open_InstancesFile_KeepsItsNumbersAreasAndCrowds()
    {
        _folder.Write("annotations/instances_val.json", Good);
        DataSet data = DataSetFormats.Open(_folder.Root);

        Assert.Equal(DataSetFormat.Coco, data.Format);
        Assert.Equal([new DataSetClass(3, "car"), new DataSetClass(18, "dog")], data.Classes);
        Assert.Equal([4L, 9], data.Images.Select(image => image.Id));
        Assert.Equal(Path.Combine(_folder.Root, "val", "b.jpg"), data.Images[1].ImagePath);
        Assert.Empty(data.ReadLabels(data.Images[0], new SizePx(10, 20)));
        Assert.Equal(
            [
                new LabelledBox(1, new BoxPx(1, 2, 30.5f, 40)) { OutlineArea = 600.5 },
                new LabelledBox(0, new BoxPx(5, 5, 10, 10)) { OutlineArea = 100, Kind = LabelKind.Crowd },
            ],
            data.ReadLabels(data.Images[1], new SizePx(64, 48)));
        Assert.Contains("are for 64x48 pixels", Assert.Throws<DataSetException>(() => data.ReadLabels(data.Images[1], new SizePx(640, 480))).Message);
    }

    [Theory]
    [InlineData("\"category_id\": 3,", "\"category_id\": 4,", "annotations[1].category_id: 4; allowed: an id in categories")]
    [InlineData("\"image_id\": 9, \"category_id\": 3", "\"image_id\": 5, \"category_id\": 3", "annotations[1].image_id: 5; allowed: an id in images")]
    [InlineData("[5, 5, 10, 10]", "[5, 5, 10]", "annotations[1].bbox: not four numbers")]
    [InlineData("[5, 5, 10, 10]", "[5, 5, -1, 10]", "annotations[1].bbox: [5, 5, -1, 10]; allowed: width and height of 0 or more")]
    [InlineData("\"id\": 4,", "\"id\": 9,", "images[1].id: 9 is there twice")]
    [InlineData("\"width\": 10", "\"width\": 0", "images[1]: 0 x 20 pixels")]
    [InlineData("\"file_name\": \"a.jpg\"", "\"file_name\": \"../a.jpg\"", "image '../a.jpg'; allowed: a path inside the data set")]
    [InlineData("a.jpg", "c.jpg", "image 'c.jpg' is in none of")]
    [InlineData("\"annotations\"", "\"notes\"", "annotations: no such list")]
    [InlineData("\"categories\": [", "\"categories\": [ x", ":2: not JSON")]
    public void Open_BadEntry_NamesIt(string from, string to, string message)
    {
        string file = _folder.Write("annotations/instances_val.json", Good.Replace(from, to, StringComparison.Ordinal));

        var refused = Assert.Throws<DataSetException>(() => DataSetFormats.Open(_folder.Root));

        Assert.StartsWith(file, refused.Message);
        Assert.Contains(message, refused.Message);
    }

    [Fact]
    public void Open_SeveralFiles_AsksForOne()
    {
        _folder.Write("annotations/instances_val.json", Good);
        string train = _folder.Write("annotations/instances_train.json", Good);

        Assert.Contains("name the one to use", Assert.Throws<DataSetException>(() => DataSetFormats.Open(_folder.Root)).Message);
        Assert.Contains("image 'b.jpg' is in none of", Assert.Throws<DataSetException>(() => DataSetFormats.Open(train)).Message);
    }
}
