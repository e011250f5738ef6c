using System.Globalization;

namespace Edge.Tool.Evaluation.DataSets;

/// <summary>Reads label files of one object a line.</summary>
internal static class LabelLines
{
    /// <summary>The lines that are not empty, with their numbers from 1; none when there is no such file.</summary>
    public static IEnumerable<(int Number, string Line, string[] Fields)> Of(string path, params char[] separators)
    {
        if (!File.Exists(path))
            yield break;
        int number = 0;
        foreach (string line in File.ReadLines(path))
        {
            number++;
            string[] fields = line.Split([' ', '\t', '\r', .. separators], StringSplitOptions.RemoveEmptyEntries);
            if (fields.Length > 0)
                yield return (number, line, fields);
        }
    }

    /// <summary>Reads finite numbers.</summary>
    public static bool TryNumbers(ReadOnlySpan<string> fields, Span<double> numbers)
    {
        for (int i = 0; i < fields.Length; i++)
        {
            if (!double.TryParse(fields[i], NumberStyles.Float, CultureInfo.InvariantCulture, out numbers[i]) || !double.IsFinite(numbers[i]))
                return false;
        }

        return true;
    }
}
