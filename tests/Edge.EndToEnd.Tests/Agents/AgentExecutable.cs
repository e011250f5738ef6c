namespace Edge.EndToEnd.Tests.Agents;

/// <summary>Where this checkout keeps what the tests start.</summary>
internal static class AgentExecutable
{
    /// <summary>The folder that holds <c>Edge.sln</c>.</summary>
    public static string Repository { get; } = FindRepository();

    /// <summary>The agent of the same build as these tests.</summary>
    public static string Path { get; } = Find();

    private static string FindRepository()
    {
        DirectoryInfo? folder = new(AppContext.BaseDirectory);
        while (folder is not null && !File.Exists(System.IO.Path.Combine(folder.FullName, "Edge.sln")))
            folder = folder.Parent;
        return folder?.FullName ?? throw new InvalidOperationException($"{AppContext.BaseDirectory} is not in a checkout");
    }

    private static string Find()
    {
        // …/tests/Edge.EndToEnd.Tests/bin/{configuration}/net10.0/ beside …/src/Edge.Agent/bin/{configuration}/net10.0/
        var own = new DirectoryInfo(AppContext.BaseDirectory);
        string path = System.IO.Path.Combine(Repository, "src", "Edge.Agent", "bin", own.Parent!.Name, own.Name, "edge-agent");
        return File.Exists(path) ? path : throw new FileNotFoundException($"the agent is not built: {path}");
    }
}
