using System.Text.Json;
using System.Xml.Linq;
using Edge.Testing.Onnx;
using Edge.Tool.Tests.Evaluation.DataSets;

namespace Edge.Tool.Tests.Reports;

/// <summary>Reports of real runs on boards whose defects are known.</summary>
public sealed class ReportTests : IDisposable
{
    private readonly DataSetFolder _folder = new();
    private readonly string _model;
    private readonly string _blind;

    public ReportTests()
    {
        // On pictures of 64 by 48 pixels: an 'open' at 0, 0 of 16 by 16 pixels, and a 'short' at 16, 16.
        float[] open = [0.5f, 0.5f, 0, 0, 1, 0.9f, 0, 0, 0, 0, 0], wrong = [0.5f, 0.5f, 0, 0, 1, 0, 0.8f, 0, 0, 0, 0];
        _model = Write("sees.onnx", TestModels.Yolox(6, new Dictionary<int, float[]> { [0] = open, [5] = wrong }));
        _blind = Write("blind.onnx", TestModels.Yolox(6, []));
    }

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Report_OfADetector_ShowsFiguresCurvesConfusionAndMistakes()
    {
        Board("1", "0 0 16 16 1\n40 20 60 40 3\n");
        Board("2", "0 0 16 16 1\n");
        (XElement page, JsonElement json) = await ReportAsync("--model", _model);

        // Found: two of three objects; false alarms: a short on each board.
        Assert.Equal(2 / 3.0, json.GetProperty("recall").GetDouble(), 6);
        Assert.Equal(0.5, json.GetProperty("precision").GetDouble(), 6);
        Assert.Equal(["figures", "classes", "curves", "confusion", "histograms", "misses", "false-alarms"], Sections(page).Select(section => (string)section.Attribute("id")!));
        Assert.Contains("mousebite", Text(page, "misses"));
        Assert.Contains("not found at any score", Text(page, "misses"));
        Assert.Single(Section(page, "misses").Descendants("figure"));
        Assert.Equal(2, Section(page, "false-alarms").Descendants("figure").Count());
        Assert.Contains("short at score 0.80; nothing is there", Text(page, "false-alarms"));
        Assert.Equal(["open", "2", "·", "·", "·", "·", "·", "·"], Row(page, "confusion", "open"));
        Assert.Equal(["nothing", "·", "2", "·", "·", "·", "·", ""], Row(page, "confusion", "nothing"));
        Assert.Equal(["mousebite", "·", "·", "·", "·", "·", "·", "1"], Row(page, "confusion", "mousebite"));
        Assert.Contains("66.67", Row(page, "figures", "recall at score 0.25"));
        // Each drawing says what is seen, and the numbers of each plot are beside it.
        Assert.All(page.Descendants("svg").Where(svg => svg.Attribute("aria-hidden") is null), svg => Assert.NotEmpty((string?)svg.Attribute("aria-label") ?? ""));
        Assert.All(page.Descendants("figure").Where(figure => (string?)figure.Attribute("class") == "plot"), figure => Assert.NotEmpty(figure.Descendants("table")));
    }

    [Fact]
    public async Task Report_OfTwoModels_SetsThemSideBySide()
    {
        Board("1", "0 0 16 16 1\n");
        Board("2", "");
        (XElement page, JsonElement json) = await ReportAsync("--model", _model, "--against", _blind);

        Assert.Equal(1, json.GetProperty("map").GetDouble());
        Assert.Equal(0, json.GetProperty("against").GetProperty("map").GetDouble());
        Assert.Equal(1, json.GetProperty("difference").GetProperty("map").GetDouble());
        Assert.Equal(["mAP", "100.00", "0.00", "+100.00"], Row(page, "figures", "mAP"));
        // On board 1 both make a mistake (a false alarm, a miss); board 2 has no defect, and two were seen.
        Assert.Contains("sees makes fewer on 0 images, blind on 1; on 1 of 2 both make as many", Text(page, "differences"));
        XElement pair = Assert.Single(Section(page, "differences").Descendants("figure"));
        Assert.Contains("2: 2 mistakes by sees, 0 by blind", pair.Value);
        Assert.Single(pair.Descendants("image"));
    }

    [Fact]
    public async Task Report_ManyMistakes_StaysSmall()
    {
        for (int i = 0; i < 30; i++)
            Board(i.ToString("00"), "40 20 60 40 3\n");
        (XElement page, _) = await ReportAsync("--model", _model);

        Assert.Equal(24, Section(page, "misses").Descendants("figure").Count());
        Assert.Equal(24, Section(page, "false-alarms").Descendants("figure").Count());
        Assert.Contains("24 of 60.", Text(page, "false-alarms"));
        Assert.InRange(new FileInfo(Path.Combine(_folder.Root, "report.html")).Length, 1, 400_000);
    }

    [Fact]
    public async Task Report_OfAClassifier_ShowsConfusionCurvesAndMistakes()
    {
        _folder.WriteImage("data/1-red/a.jpg", red: 250);
        _folder.WriteImage("data/1-red/b.jpg", green: 250);
        _folder.WriteImage("data/2-<green>/c.jpg", green: 250);
        _folder.WriteImage("data/3-blue/d.jpg", blue: 250);
        (XElement page, _) = await ReportAsync("--model", Write("colours.onnx", TestModels.ChannelMeans("n", 8)));

        Assert.Equal(["figures", "classes", "confusion", "curves", "mistakes"], Sections(page).Select(section => (string)section.Attribute("id")!));
        Assert.Equal(["1-red", "1", "1", "·"], Row(page, "confusion", "1-red"));
        Assert.Equal(3, Section(page, "curves").Descendants("figure").Count());
        Assert.Contains("1-red: taken for 2-<green>", Assert.Single(Section(page, "mistakes").Descendants("figure")).Value);
    }

    private static IEnumerable<XElement> Sections(XElement page) => page.Descendants("section");

    private static XElement Section(XElement page, string id) => Sections(page).Single(section => (string?)section.Attribute("id") == id);

    private static string Text(XElement page, string id) => Section(page, id).Value;

    private static string[] Row(XElement page, string id, string name) =>
        [.. Section(page, id).Descendants("tr").First(row => row.Elements().First().Value == name).Elements().Select(cell => cell.Value)];

    private string Write(string name, byte[] bytes)
    {
        string path = Path.Combine(_folder.Root, name);
        File.WriteAllBytes(path, bytes);
        return path;
    }

    private void Board(string name, string labels)
    {
        _folder.WriteImage($"data/images/{name}.jpg");
        _folder.Write($"data/labels/{name}.txt", labels);
    }

    /// <summary>The page as XML and the figures, after checks that hold for every report.</summary>
    private async Task<(XElement Page, JsonElement Json)> ReportAsync(params string[] arguments)
    {
        string report = Path.Combine(_folder.Root, "report.html");
        (int status, string output, string errors) = await ToolProcess.RunAsync(
            ["model", "evaluate", "--data", Path.Combine(_folder.Root, "data"), "--report", report, "--json", .. arguments]);
        Assert.True(status == 0, errors);
        string html = await File.ReadAllTextAsync(report);
        Assert.StartsWith("<!DOCTYPE html>", html);
        XElement page = XElement.Parse(html["<!DOCTYPE html>".Length..]);

        // It stands alone: what is referred to is in the page.
        Assert.DoesNotContain(page.Descendants(), element => element.Name.LocalName is "script" or "link" or "iframe" or "base");
        Assert.DoesNotContain("url(", html);
        Assert.DoesNotContain("@import", html);
        Assert.DoesNotContain("://", html);
        HashSet<string> ids = [];
        Assert.All(page.DescendantsAndSelf().Attributes("id"), id => Assert.True(ids.Add(id.Value), $"{id.Value} is there twice"));
        Assert.All(page.Descendants().Attributes("href"), href => Assert.True(href.Value.StartsWith("data:image/jpeg;base64,", StringComparison.Ordinal) || ids.Contains(href.Value[1..]), href.Value));
        Assert.All(page.Descendants().Attributes("aria-labelledby"), name => Assert.Contains(name.Value, ids));
        Assert.Empty(page.Descendants().Attributes("src"));
        return (page, JsonDocument.Parse(output).RootElement);
    }
}
