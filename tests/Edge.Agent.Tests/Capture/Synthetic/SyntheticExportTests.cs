using System.Globalization;
using Edge.Agent.Capture.Synthetic;

namespace Edge.Agent.Tests.Capture.Synthetic;

public sealed class SyntheticExportTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("edge-export-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void Run_SixPictures_PicturesLabelsAndClassesLieSideBySide()
    {
        int exit = SyntheticExport.Run(["--out", _folder, "--frames", "6", "--scenes", "3", "--seed", "5", "--width", "160", "--height", "96"]);

        Assert.Equal(0, exit);
        Assert.Equal(["person", "car"], File.ReadAllLines(Path.Combine(_folder, "classes.txt")));
        string[] pictures = Directory.GetFiles(Path.Combine(_folder, "images"));
        Assert.Equal(6, pictures.Length);
        int objects = 0;
        foreach (string picture in pictures)
        {
            // The signature, then IHDR with width and height, big-endian.
            byte[] bytes = File.ReadAllBytes(picture);
            Assert.Equal([0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A], bytes[..8]);
            Assert.Equal([0, 0, 0, 160, 0, 0, 0, 96], bytes[16..24]);
            foreach (string line in File.ReadLines(Path.Combine(_folder, "labels", Path.GetFileNameWithoutExtension(picture) + ".txt")))
            {
                double[] values = [.. line.Split(' ').Select(value => double.Parse(value, CultureInfo.InvariantCulture))];
                Assert.Equal(5, values.Length);
                Assert.All(values[1..], value => Assert.InRange(value, 0, 1));
                objects++;
            }
        }

        Assert.True(objects > 0);
    }

    [Fact]
    public void Run_Boards_PicturesTemplatesAndBothKindsOfLabelsAgree()
    {
        int exit = SyntheticExport.Run(["--source", "boards", "--out", _folder, "--frames", "5", "--seed", "3"]);

        Assert.Equal(0, exit);
        Assert.Equal(["open", "short", "mousebite", "spur", "copper", "pin-hole"], File.ReadAllLines(Path.Combine(_folder, "classes.txt")));
        for (int i = 0; i < 5; i++)
        {
            string name = $"{i:D6}";
            foreach (string picture in new[] { Path.Combine(_folder, "images", name + ".png"), Path.Combine(_folder, "templates", name + ".png") })
            {
                // IHDR: 640 x 640, 8 bits, grey.
                Assert.Equal([0, 0, 2, 128, 0, 0, 2, 128, 8, 0], File.ReadAllBytes(picture)[16..26]);
            }

            string[] yolo = File.ReadAllLines(Path.Combine(_folder, "labels", name + ".txt"));
            string[] deepPcb = File.ReadAllLines(Path.Combine(_folder, "labels-deeppcb", name + ".txt"));
            Assert.InRange(yolo.Length, 3, 12);
            Assert.Equal(yolo.Length, deepPcb.Length);
            foreach ((string one, string other) in yolo.Zip(deepPcb))
            {
                double[] fractions = [.. one.Split(' ').Select(value => double.Parse(value, CultureInfo.InvariantCulture))];
                int[] edges = [.. other.Split(' ').Select(value => int.Parse(value, CultureInfo.InvariantCulture))];
                Assert.Equal(fractions[0] + 1, edges[4]);
                Assert.Equal(fractions[1] * 640, (edges[0] + edges[2]) / 2.0, 0.01);
                Assert.Equal(fractions[2] * 640, (edges[1] + edges[3]) / 2.0, 0.01);
                Assert.Equal(fractions[3] * 640, edges[2] - edges[0], 0.01);
                Assert.Equal(fractions[4] * 640, edges[3] - edges[1], 0.01);
            }
        }
    }

    [Theory]
    [InlineData("--source", "road")]
    [InlineData("--frames", "many")]
    public void Run_WrongArgument_ExitsWithAnErrorAndWritesNothing(string option, string value)
    {
        Assert.NotEqual(0, SyntheticExport.Run(["--out", _folder, option, value]));
        Assert.Empty(Directory.GetFileSystemEntries(_folder));
    }

    [Fact]
    public void Run_NoFolder_ExitsWithAnError() => Assert.NotEqual(0, SyntheticExport.Run([]));
}
