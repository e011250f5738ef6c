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
    public void Run_NoFolder_ExitsWithAnError() => Assert.NotEqual(0, SyntheticExport.Run([]));
}
