using Edge.Contracts.Topics;

namespace Edge.Cloud.Fleet;

/// <summary>Labels of devices.</summary>
internal static class Labels
{
    private const int Most = 32;
    private const int MaximumValueLength = 64;

    /// <summary>What is wrong with them; null: nothing.</summary>
    public static string? Fault(IReadOnlyDictionary<string, string> labels)
    {
        if (labels.Count > Most)
            return $"{labels.Count} labels; {Most} are allowed";
        foreach ((string name, string value) in labels)
        {
            if (!EdgeId.IsValid(name))
                return $"label '{Clean(name)}' is no id: 1 to {EdgeId.MaximumLength} letters, digits, '-' and '_' are allowed";
            if (value.Length > MaximumValueLength || value.Any(char.IsControl))
                return $"label '{name}': up to {MaximumValueLength} characters without control characters are allowed";
        }

        return null;
    }

    /// <summary>Reads <c>name:value</c>.</summary>
    public static KeyValuePair<string, string>? Parse(string text) =>
        text.IndexOf(':', StringComparison.Ordinal) is > 0 and var colon ? new(text[..colon], text[(colon + 1)..]) : null;

    private static string Clean(string name) => new([.. name.Where(c => !char.IsControl(c)).Take(EdgeId.MaximumLength)]);
}
