using Xunit.Abstractions;

namespace Edge.Architecture.Tests;

public sealed class SourceTests(ITestOutputHelper output)
{
    private static readonly string[] TopLevel =
    [
        "src", "tests", "models", "deploy", "Edge.sln", "Dockerfile.arm64", "README.md",
        "Directory.Build.props", "Directory.Build.targets", "Directory.Packages.props", "global.json",
    ];

    /// <summary>What tools leave behind, ignored by git.</summary>
    private static readonly string[] Leftovers = ["TestResults", "BenchmarkDotNet.Artifacts", "bin", "obj"];

    private static IEnumerable<SourceFile> Ours => Repository.Sources("src").Concat(Repository.Sources("tests"));

    [Fact]
    public void Packages_OnlyNamedFoldersTouchThem() => Assert.Empty(SourceRules.PackageFaults(Repository.Sources("src")));

    [Theory]
    [InlineData("src/Edge.Agent/Pipeline/Deep/Down/X.cs", "using OpenCvSharp;")]
    [InlineData("src/Edge.Agent/Health/X.cs", "using System.Device.Gpio.Drivers;")]
    [InlineData("src/Edge.Agent/Health/X.cs", "using Iot.Device.CpuTemperature;")]
    [InlineData("src/Edge.Agent/X.cs", "class X { global::MQTTnet.MqttClientFactory f; }")]
    [InlineData("src/Edge.Vision/Tracking/X.cs", "class X { object o = new Microsoft.ML.OnnxRuntime.SessionOptions(); }")]
    [InlineData("src/Edge.Vision/Images/X.cs", "using Microsoft.ML.OnnxRuntime;")]
    [InlineData("src/Edge.Domain/X.cs", "using Alias = OpenCvSharp.Mat;")]
    public void Packages_PlantedUse_IsFound(string path, string text) => Assert.Single(SourceRules.PackageFaults([new SourceFile(path, text)]));

    [Theory]
    [InlineData("src/Edge.Agent/Capture/Deep/X.cs", "using OpenCvSharp;")]
    [InlineData("src/Edge.Agent/Pipeline/X.cs", "// as MQTTnet.Client does\nclass X { string s = \"OpenCvSharp.Mat\"; /* MQTTnet. */ }")]
    [InlineData("src/Edge.Bindings/MQTTnet/X.cs", "namespace MQTTnet;")]
    public void Packages_AllowedUse_IsNot(string path, string text) => Assert.Empty(SourceRules.PackageFaults([new SourceFile(path, text)]));

    [Fact]
    public void Packages_PlantedFileDeepInATree_IsFound()
    {
        string root = Directory.CreateTempSubdirectory("edge-planted-").FullName;
        try
        {
            string deep = Directory.CreateDirectory(Path.Combine(root, "src/Edge.Domain/Rules/Very/Deep")).FullName;
            File.WriteAllText(Path.Combine(deep, "Planted.cs"), "using MQTTnet;");
            Assert.Equal(["src/Edge.Domain/Rules/Very/Deep/Planted.cs: MQTTnet belongs in src/Edge.Agent/Messaging/, src/Edge.Cloud/Ingest/"], SourceRules.PackageFaults(Repository.Sources(root, "src")));
        }
        finally
        {
            Directory.Delete(root, recursive: true);
        }
    }

    [Fact]
    public void Folders_SayWhatIsInThem() => Assert.Empty(SourceRules.FolderFaults(Ours));

    [Theory]
    [InlineData("src/Edge.Agent/Helpers/X.cs")]
    [InlineData("src/Edge.Agent/Health/Common/Deep/X.cs")]
    [InlineData("src/Edge.Common/X.cs")]
    [InlineData("tests/Edge.Agent.Tests/Utils/X.cs")]
    public void Folders_Planted_AreFound(string path) => Assert.NotEmpty(SourceRules.FolderFaults([new SourceFile(path, "")]));

    [Fact]
    public void Namespaces_AreTheFolders() => Assert.Empty(SourceRules.NamespaceFaults(Ours));

    [Fact]
    public void Namespaces_Planted_AreFound() =>
        Assert.Equal(
            ["src/Edge.Agent/Health/X.cs: namespace Edge.Agent.Health.Deep instead of Edge.Agent.Health"],
            SourceRules.NamespaceFaults([new SourceFile("src/Edge.Agent/Health/X.cs", "namespace Edge.Agent.Health.Deep;")]));

    [Fact]
    public void GlobalUsings_OfOurOwnNamespaces_DoNotExist()
    {
        IEnumerable<string> buildFiles = Directory.EnumerateFiles(Repository.Root, "Directory.*.*").Select(path => Path.GetRelativePath(Repository.Root, path))
            .Concat(Repository.Projects(Repository.Root, "src")).Concat(Repository.Projects(Repository.Root, "tests"));
        Assert.Empty(SourceRules.GlobalUsingFaults(Ours.Concat(buildFiles.Select(path => new SourceFile(path, File.ReadAllText(Path.Combine(Repository.Root, path)))))));
    }

    [Theory]
    [InlineData("src/X.cs", "global using Edge.Domain.Frames;")]
    [InlineData("src/X.cs", "global using static Edge.Domain.Frames.Frame;")]
    [InlineData("src/X.cs", "global using F = Edge.Domain.Frames.Frame;")]
    [InlineData("src/X.csproj", """<Using Include="Edge.Domain.Frames" />""")]
    public void GlobalUsings_Planted_AreFound(string path, string text) => Assert.Single(SourceRules.GlobalUsingFaults([new SourceFile(path, text)]));

    [Fact]
    public void Lengths_StayWithinTheLimit()
    {
        foreach (SourceFile file in Ours.Where(file => file.Lines > SourceRules.LineBudget))
            output.WriteLine($"{file.Path}: {file.Lines} lines, over the budget of {SourceRules.LineBudget}");
        Assert.Empty(SourceRules.LengthFaults(Ours));
    }

    [Fact]
    public void Lengths_Planted_AreFound()
    {
        Assert.Single(SourceRules.LengthFaults([new SourceFile("src/X.cs", string.Concat(Enumerable.Repeat("//\n", SourceRules.LineLimit + 1)))]));
        Assert.Empty(SourceRules.LengthFaults([new SourceFile("src/X.cs", string.Concat(Enumerable.Repeat("//\n", SourceRules.LineLimit)))]));
    }

    [Fact]
    public void Catches_OfEverything_SayThatTheyAreALoopsEdge() => Assert.Empty(SourceRules.CatchFaults(Repository.Sources("src")));

    [Theory]
    [InlineData("catch (Exception e)\n{\n}", 1)]
    [InlineData("catch\n{\n}", 1)]
    [InlineData("catch (System.Exception)\n{\n}", 1)]
    [InlineData("catch (Exception e) // because\n{\n}", 1)]
    [InlineData("catch (Exception e) // loop edge: one message must not stop the others\n{\n}", 0)]
    [InlineData("catch (Exception e)\n{\n    // The loop's edge: the disk may come back.\n    Failed(e);\n}", 0)]
    [InlineData("catch (Exception e)\n{\n    Failed(e);\n    Log(e);\n    // The loop's edge: too late to say.\n}", 1)]
    [InlineData("catch (Exception e) when (e is IOException or SocketException)\n{\n}", 0)]
    [InlineData("catch (Exception e)\n    when (e is IOException)\n{\n}", 0)]
    [InlineData("catch (IOException e)\n{\n}", 0)]
    [InlineData("catch\n{\n    Undo();\n    throw;\n}", 0)]
    public void Catches_Planted_AreFound(string handler, int faults)
    {
        string text = $"class X\n{{\nvoid M()\n{{\ntry\n{{\n}}\n{handler}\n}}\n}}\n";
        Assert.Equal(faults, SourceRules.CatchFaults([new SourceFile("src/Edge.Agent/X.cs", text)]).Count());
    }

    [Fact]
    public void TopLevel_OfTheRepository_IsWhatTheDesignAllows() =>
        Assert.Empty(Directory.EnumerateFileSystemEntries(Repository.Root).Select(path => Path.GetFileName(path)!)
            .Where(name => !name.StartsWith('.')).Except(TopLevel).Except(Leftovers));
}
