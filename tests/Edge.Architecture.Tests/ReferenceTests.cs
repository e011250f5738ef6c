using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace Edge.Architecture.Tests;

public sealed class ReferenceTests
{
    public static TheoryData<string> Projects => [.. Repository.Projects(Repository.Root, "src")];

    [Theory]
    [MemberData(nameof(Projects))]
    public void Project_References_AreThoseOfTheTable(string project) =>
        Assert.Empty(References.FaultsOfProject("/" + project, File.ReadAllText(Path.Combine(Repository.Root, project))));

    [Theory]
    [InlineData("Edge.Domain.dll")]
    [InlineData("Edge.Contracts.dll")]
    [InlineData("Edge.Vision.dll")]
    [InlineData("edge-agent.dll")]
    [InlineData("edge-cloud.dll")]
    [InlineData("edgectl.dll")]
    public void Assembly_References_AreThoseOfTheTable(string assembly)
    {
        using FileStream image = File.OpenRead(Path.Combine(AppContext.BaseDirectory, assembly));
        Assert.Empty(References.FaultsOfAssembly(image));
    }

    [Theory]
    [InlineData("Edge.Domain", """<ProjectReference Include="../Edge.Contracts/Edge.Contracts.csproj" />""", "Edge.Domain may not reference Edge.Contracts (allowed: )")]
    [InlineData("Edge.Vision", """<ProjectReference Include="..\Edge.Agent\Edge.Agent.csproj" />""", "Edge.Vision may not reference Edge.Agent (allowed: Edge.Domain, Edge.Contracts)")]
    [InlineData("Edge.Cloud", """<ProjectReference Include="../Edge.Vision/Edge.Vision.csproj" />""", "Edge.Cloud may not reference Edge.Vision (allowed: Edge.Contracts)")]
    [InlineData("Edge.Tool", """<EdgePackage Include="MQTTnet" />""", "Edge.Tool may not use the package MQTTnet")]
    [InlineData("Edge.Agent", """<PackageReference Include="MQTTnet" />""", "Edge.Agent takes MQTTnet as PackageReference; it has two flavours: use EdgePackage")]
    [InlineData("Edge.Newcomer", "", "/src/Edge.Newcomer/Edge.Newcomer.csproj is in no row of the reference table")]
    public void Project_WithAPlantedReference_IsFound(string project, string item, string fault) =>
        Assert.Equal([fault], References.FaultsOfProject($"/src/{project}/{project}.csproj", $"<Project><ItemGroup>{item}</ItemGroup></Project>"));

    [Fact]
    public void Project_CopyOfARealOneWithAPlantedReference_IsFound()
    {
        string real = File.ReadAllText(Path.Combine(Repository.Root, "src/Edge.Domain/Edge.Domain.csproj"));
        string planted = real.Replace("</Project>", """<ItemGroup><ProjectReference Include="../Edge.Vision/Edge.Vision.csproj" /></ItemGroup></Project>""", StringComparison.Ordinal);
        Assert.Single(References.FaultsOfProject("/src/Edge.Domain/Edge.Domain.csproj", planted));
    }

    [Fact]
    public void Project_BindingThatReferencesUs_IsFound() =>
        Assert.Single(References.FaultsOfProject(
            "/src/Edge.Bindings/MQTTnet/MQTTnet.csproj", """<Project><ItemGroup><ProjectReference Include="../../Edge.Domain/Edge.Domain.csproj" /></ItemGroup></Project>"""));

    [Theory]
    [InlineData("Edge.Domain", "Edge.Contracts", "Edge.Domain may not reference Edge.Contracts")]
    [InlineData("edge-agent", "edgectl", "Edge.Agent may not reference Edge.Tool")]
    [InlineData("edgectl", "MQTTnet", "Edge.Tool may not use the package MQTTnet")]
    [InlineData("Edge.Domain", "OpenCvSharp", "Edge.Domain may not use the package OpenCvSharp4")]
    public void Assembly_WithAPlantedReference_IsFound(string assembly, string target, string fault)
    {
        using MemoryStream image = CompileWithReference(assembly, target);
        Assert.Equal([fault], References.FaultsOfAssembly(image));
    }

    /// <summary>An assembly that really uses a type of another one.</summary>
    private static MemoryStream CompileWithReference(string assembly, string target)
    {
        var core = MetadataReference.CreateFromFile(typeof(object).Assembly.Location);
        MemoryStream used = Compile(target, "public class Used;", core);
        return Compile(assembly, "public class User : Used;", core, MetadataReference.CreateFromStream(used));
    }

    private static MemoryStream Compile(string assembly, string source, params MetadataReference[] references)
    {
        var image = new MemoryStream();
        var options = new CSharpCompilationOptions(OutputKind.DynamicallyLinkedLibrary);
        // The pinned compiler knows no class declarations without a body.
        SyntaxTree tree = CSharpSyntaxTree.ParseText(source.Replace(";", " { }", StringComparison.Ordinal));
        var result = CSharpCompilation.Create(assembly, [tree], references, options).Emit(image);
        Assert.True(result.Success, string.Join('\n', result.Diagnostics));
        image.Position = 0;
        return image;
    }
}
