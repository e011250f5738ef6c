using Edge.Contracts.Packs;
using Edge.Testing.Onnx;

namespace Edge.Tool.Tests.Packs;

/// <summary>A temporary folder with small models and what packs are made of.</summary>
internal sealed class PackWorkshop : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("edge-pack-").FullName;

    public string File(string name) => Path.Combine(_folder, name);

    public string Write(string name, byte[] bytes)
    {
        System.IO.File.WriteAllBytes(File(name), bytes);
        return File(name);
    }

    public string Labels(string name, params string[] labels)
    {
        System.IO.File.WriteAllLines(File(name), labels);
        return File(name);
    }

    /// <summary>A YOLOX of 32 by 32 pixels, which finds one thing of the first class in the middle, wherever it looks.</summary>
    public string Detector(string name = "detector.onnx", int classes = 2, float score = 0.9f)
    {
        // The last cell is the one of stride 32: its box is the whole input.
        float[] row = [0.5f, 0.5f, 0, 0, 1, .. Enumerable.Range(0, classes).Select(i => i == 0 ? score : 0f)];
        return Write(name, TestModels.Yolox(classes, new Dictionary<int, float[]> { [20] = row }));
    }

    public string GreyClassifier(string name = "kinds.onnx") => Write(name, TestModels.LightOrDark("n", 1, 16, 16));

    public Pack Open(string name) => PackReader.Open(File(name), new Version(0, 1, 0));

    /// <summary>Makes a pack of <see cref="Detector"/> through the command.</summary>
    public async Task<string> PackAsync(string name = "test.pack", params string[] more)
    {
        string detector = Detector(), labels = Labels("labels.txt", "scratch", "dent");
        (int status, string output, string errors) = await ToolProcess.RunAsync(["model", "pack", detector, "--labels", labels, "--licence", "MIT", "--out", File(name), .. more]);
        Assert.True(status == 0, output + errors);
        return File(name);
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);
}
