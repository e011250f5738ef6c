using System.Diagnostics.CodeAnalysis;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace Edge.Agent.Configuration.Description;

/// <summary>Text of a bounded length and, where given, a form.</summary>
/// <param name="allowed">The form in words.</param>
/// <param name="pattern">The form, anchored; null is any text.</param>
/// <param name="maximumLength">Most characters.</param>
internal sealed class TextType(string allowed, string? pattern = null, int maximumLength = 1024) : ScalarType<string>
{
    private readonly Regex? _pattern = pattern is null ? null : new Regex(pattern, RegexOptions.CultureInvariant | RegexOptions.NonBacktracking);

    public override string Allowed { get; } = allowed;

    public override string Placeholder => "";

    public override JsonObject ToSchema()
    {
        var schema = new JsonObject { ["type"] = "string", ["maxLength"] = maximumLength };
        if (pattern is not null)
            schema["pattern"] = pattern;
        return schema;
    }

    public override JsonNode? ToJson(string value) => value;

    protected override bool TryParse(string text, bool isQuoted, string path, SettingsReader reader, [MaybeNullWhen(false)] out string value)
    {
        value = text;
        if (text.Length > maximumLength)
            return reader.Refuse(SettingsFaultKind.OutOfRange, path, text, $"has {text.Length} characters", $"up to {maximumLength} characters");
        // In .NET "$" also matches before a final newline.
        if (text.Any(char.IsControl) || _pattern?.IsMatch(text) == false)
            return reader.Refuse(SettingsFaultKind.OutOfRange, path, text, "is not allowed", Allowed);
        return true;
    }
}
