namespace Edge.Tool.Receipts;

/// <summary>The files of one chain, in their order.</summary>
/// <param name="Name">How to call the chain: its folder, or the only file.</param>
/// <param name="Paths">The files.</param>
/// <param name="IsWhole">Whether they are all that the folder has: then the chain must begin with its first entry, or say what was dropped.</param>
internal sealed record ReceiptFiles(string Name, IReadOnlyList<string> Paths, bool IsWhole)
{
    private const string Pattern = "receipts-*.jsonl";

    /// <summary>What the arguments of a command name: folders of a chain, folders above such folders, or files of one folder.</summary>
    /// <exception cref="IOException">There is nothing of the name, or no receipts in it.</exception>
    public static IReadOnlyList<ReceiptFiles> Find(IEnumerable<string> arguments)
    {
        var chains = new List<ReceiptFiles>();
        var single = new List<string>();
        foreach (string argument in arguments)
        {
            if (File.Exists(argument))
                single.Add(argument);
            else if (Directory.Exists(argument))
                chains.AddRange(Folders(argument));
            else
                throw new IOException($"'{argument}' is neither a file nor a folder; allowed: a file of receipts, a station's folder of them, or a folder above such folders");
        }

        chains.AddRange(single.GroupBy(path => Path.GetDirectoryName(Path.GetFullPath(path))!).Select(group =>
            new ReceiptFiles(group.Count() == 1 ? group.First() : group.Key, Ordered(group), IsWhole: false)));
        return chains;
    }

    private static IEnumerable<ReceiptFiles> Folders(string folder)
    {
        // One argument may be a station's folder, or the agent's with all stations in it.
        var options = new EnumerationOptions { RecurseSubdirectories = true, MaxRecursionDepth = 3 };
        ReceiptFiles[] found = [.. Directory.EnumerateFiles(folder, Pattern, options)
            .GroupBy(path => Path.GetDirectoryName(path)!)
            .OrderBy(group => group.Key, StringComparer.Ordinal)
            .Select(group => new ReceiptFiles(group.Key, Ordered(group), IsWhole: true))];
        return found.Length > 0 ? found : throw new IOException($"there is no file {Pattern} in '{folder}' or in the folders below it");
    }

    // Numbers have six digits at least; a longer name is a higher number.
    private static string[] Ordered(IEnumerable<string> paths) =>
        [.. paths.Distinct().OrderBy(path => Path.GetFileName(path).Length).ThenBy(Path.GetFileName, StringComparer.Ordinal)];
}
