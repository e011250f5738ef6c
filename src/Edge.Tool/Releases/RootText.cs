namespace Edge.Tool.Releases;

/// <summary>What to do next with a new root, in words.</summary>
internal static class RootText
{
    public static void Print(ReleaseFolder folder, long version, string? missing)
    {
        Console.WriteLine(missing is null
            ? $"root version {version} is in force; 'edgectl release push' brings it to the cloud"
            : $"""
               root version {version} waits: {missing}.
               Take {folder.NextRoot} to each machine that has a key ('edgectl release root sign FILE --key KEY'), and bring the copies back ('edgectl release root finish').
               """);
    }
}
