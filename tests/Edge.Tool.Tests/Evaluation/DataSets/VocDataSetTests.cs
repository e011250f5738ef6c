using Edge.Domain.Geometry;
using Edge.Tool.Evaluation.DataSets;

namespace Edge.Tool.Tests.Evaluation.DataSets;

public sealed class VocDataSetTests : IDisposable
{
    private const string Good = """
        <annotation>
          <size><width>64</width><height>48</height><depth>3</depth></size>
          <object><name>dog</name><difficult>0</difficult><bndbox><xmin>1</xmin><ymin>1</ymin><xmax>10</xmax><ymax>20</ymax></bndbox></object>
          <object><name>cat</name><difficult>1</difficult><bndbox><xmin>11</xmin><ymin>5</ymin><xmax>30</xmax><ymax>24</ymax></bndbox></object>
        </annotation>
        """;

    private readonly DataSetFolder _folder = new();

    public VocDataSetTests() => _folder.Write("JPEGImages/2007_000027.jpg", "");

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Open_Annotations_CountPixelsFromOneAndIncludeTheLast()
    {
        _folder.Write("Annotations/2007_000027.xml", Good);
        DataSet data = DataSetFormats.Open(_folder.Root);

        Assert.Equal(DataSetFormat.Voc, data.Format);
        Assert.Equal(["cat", "dog"], data.Classes.Select(c => c.Name));
        Assert.Equal(
            [new LabelledBox(1, new BoxPx(0, 0, 10, 20)), new LabelledBox(0, new BoxPx(10, 4, 20, 20)) { Kind = LabelKind.Difficult }],
            data.ReadLabels(data.Images[0], new SizePx(64, 48)));
    }

    [Fact]
    public void ReadLabels_ForAPictureOfAnotherSize_IsRefused()
    {
        _folder.Write("Annotations/2007_000027.xml", Good);
        DataSet data = DataSetFormats.Open(_folder.Root);

        Assert.Contains("are for 64x48 pixels", Assert.Throws<DataSetException>(() => data.ReadLabels(data.Images[0], new SizePx(48, 64))).Message);
    }

    [Theory]
    [InlineData("<xmin>1</xmin>", "<xmin>one</xmin>", ":3: <xmin> is 'one'; allowed: a number of pixels")]
    [InlineData("<xmax>10</xmax>", "<xmax>0</xmax>", ":3: the box 1 1 0 20 is inside out")]
    [InlineData("<ymin>1</ymin>", "", ":3: <bndbox> without <ymin>")]
    [InlineData("<name>dog</name>", "", ":3: an object without a name")]
    [InlineData("<width>64</width>", "<width>wide</width>", ":2: <size> without whole numbers")]
    [InlineData("</annotation>", "", ":5: not XML")]
    [InlineData("<annotation>", "<!DOCTYPE a [<!ENTITY e 'x'>]><annotation>", ": not XML: For security reasons DTD is prohibited")]
    public void Open_BadAnnotation_NamesFileAndLine(string from, string to, string message)
    {
        _folder.Write("Annotations/2007_000027.xml", Good.Replace(from, to, StringComparison.Ordinal));

        var refused = Assert.Throws<DataSetException>(() => DataSetFormats.Open(_folder.Root));

        Assert.Contains("2007_000027.xml:", refused.Message);
        Assert.Contains(message, refused.Message);
    }

    [Fact]
    public void Open_ClassThatClassesTxtLacks_IsRefused()
    {
        _folder.Write("Annotations/2007_000027.xml", Good);
        _folder.Write("classes.txt", "dog\nhorse\n");

        Assert.Contains("xml:4: class 'cat'; allowed: dog, horse", Assert.Throws<DataSetException>(() => DataSetFormats.Open(_folder.Root)).Message);
    }
}
