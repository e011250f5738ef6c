namespace Edge.Architecture.Tests;

/// <summary>The source tree that these tests were built from.</summary>
internal static class Repository
{
    private static readonly string[] Outputs = ["bin", "obj"];

    public static string Root { get; } = FindRoot();

    /// <summary>Every C# file below a folder of the repository, in all folders, without what the build makes.</summary>
    public static IEnumerable<SourceFile> Sources(string folder) => Sources(Root, folder);

    /// <summary>The same in another tree, such as a planted one.</summary>
    public static IEnumerable<SourceFile> Sources(string root, string folder) =>
        Directory.EnumerateFiles(Path.Combine(root, folder), "*.cs", SearchOption.AllDirectories)
            .Select(path => Path.GetRelativePath(root, path).Replace('\\', '/'))
            .Where(path => !path.Split('/').Any(Outputs.Contains))
            .Order(StringComparer.Ordinal)
            .Select(path => new SourceFile(path, File.ReadAllText(Path.Combine(root, path))));

    /// <summary>Every project below a folder, relative to the root.</summary>
    public static IEnumerable<string> Projects(string root, string folder) =>
        Directory.EnumerateFiles(Path.Combine(root, folder), "*.csproj", SearchOption.AllDirectories)
            .Select(path => Path.GetRelativePath(root, path).Replace('\\', '/'))
            .Order(StringComparer.Ordinal);

    private static string FindRoot()
    {
        for (DirectoryInfo? folder = new(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            if (File.Exists(Path.Combine(folder.FullName, "Edge.sln")))
                return folder.FullName;
        }

        throw new DirectoryNotFoundException($"No Edge.sln above {AppContext.BaseDirectory}: these tests read the source tree.");
    }
}
