namespace Edge.Tool.Alerts;

/// <summary>The file to which a subscriber writes what it receives, perhaps at this moment.</summary>
internal static class ReceivedFile
{
    /// <summary>Opens it beside its writer.</summary>
    public static FileStream Open(string path) =>
        new(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete, bufferSize: 0, FileOptions.SequentialScan);

    /// <summary>Counts the lines that were finished since the last call.</summary>
    public static async Task AddNewAsync(LineReader lines, AlertTally tally, CancellationToken cancellation)
    {
        while (await lines.FillAsync(cancellation))
        {
            while (lines.TryTake(out ReadOnlySpan<byte> line))
                tally.Add(line);
        }
    }

    /// <summary>Counts the whole file, its unfinished last line too. Without a file nothing was received: there was no subscriber.</summary>
    public static async Task<AlertTally> CountAsync(string path, CancellationToken cancellation)
    {
        var tally = new AlertTally();
        if (!File.Exists(path))
            return tally;

        await using FileStream file = Open(path);
        var lines = new LineReader(file);
        await AddNewAsync(lines, tally, cancellation);
        if (lines.TryTakeRest(out ReadOnlySpan<byte> rest))
            tally.Add(rest);
        return tally;
    }
}
