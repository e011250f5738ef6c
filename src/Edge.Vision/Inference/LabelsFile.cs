namespace Edge.Vision.Inference;

/// <summary>Reads class names, one a line; empty lines at the end don't count.</summary>
public static class LabelsFile
{
    private const int MaximumBytes = 1 << 20;
    private const int MaximumLabels = 10_000;

    /// <summary>The names by class id.</summary>
    /// <exception cref="ModelRefusedException">It is missing, unreadable, empty or too large.</exception>
    public static IReadOnlyList<string> Read(string path)
    {
        try
        {
            FileInfo file = new(path);
            if (file.Length is 0 or > MaximumBytes)
                throw new ModelRefusedException($"labels file '{path}' has {file.Length} bytes; allowed: 1 to {MaximumBytes}");
            List<string> labels = [.. File.ReadLines(path).Select(line => line.Trim())];
            while (labels.Count > 0 && labels[^1].Length == 0)
                labels.RemoveAt(labels.Count - 1);
            int empty = labels.IndexOf("");
            if (empty >= 0)
                throw new ModelRefusedException($"labels file '{path}', line {empty + 1} is empty; allowed: one class name a line");
            if (labels.Count is 0 or > MaximumLabels)
                throw new ModelRefusedException($"labels file '{path}' has {labels.Count} names; allowed: 1 to {MaximumLabels}");
            return labels;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or NotSupportedException or ArgumentException)
        {
            throw new ModelRefusedException($"labels file '{path}' can't be read: {e.Message}", e);
        }
    }
}
