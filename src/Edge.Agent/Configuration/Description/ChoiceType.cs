using System.Diagnostics.CodeAnalysis;
using System.Text.Json.Nodes;
using Edge.Agent.Configuration.Checking;
using Edge.Agent.Configuration.Secrets;

namespace Edge.Agent.Configuration.Description;

/// <summary>One of a few words.</summary>
/// <param name="choices">The words with what they mean; exact case.</param>
internal sealed class ChoiceType<T>(IReadOnlyList<(string Word, T Value)> choices) : ScalarType<T>
{
    private readonly string[] _words = [.. choices.Select(c => c.Word)];

    public override string Allowed => Printable.List(_words);

    public override T Placeholder => choices[0].Value;

    public override JsonObject ToSchema() => new() { ["enum"] = new JsonArray([.. _words.Select(w => JsonValue.Create(w))]) };

    public override JsonNode? ToJson(T value) =>
        choices.Where(c => EqualityComparer<T>.Default.Equals(c.Value, value)).Select(c => c.Word).FirstOrDefault();

    protected override bool TryParse(string text, bool isQuoted, string path, SettingsReader reader, [MaybeNullWhen(false)] out T value)
    {
        foreach ((string word, T meaning) in choices)
        {
            if (word != text)
                continue;
            value = meaning;
            return true;
        }

        value = default;
        return reader.Refuse(SettingsFaultKind.OutOfRange, path, text, "is not one of the choices", Allowed, DidYouMean.Nearest(text, _words));
    }
}
