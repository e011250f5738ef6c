using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Edge.Contracts.Updates.Tuf;

/// <summary>Reads fields of metadata; each refusal says where, what stands there and what is allowed.</summary>
internal static class TufJson
{
    private const int Depth = 32;
    private const string DateTimeForm = "yyyy-MM-dd'T'HH:mm:ss'Z'";

    private static readonly JsonDocumentOptions Options = new() { AllowDuplicateProperties = false, MaxDepth = Depth };

    public static JsonElement Parse(ReadOnlyMemory<byte> utf8, string where)
    {
        try
        {
            using JsonDocument document = JsonDocument.Parse(utf8, Options);
            return document.RootElement.Clone();
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            throw Malformed(where, $"no JSON: {Shown(e.Message, 200)}", e);
        }
    }

    public static JsonElement Element(JsonNode node) => JsonSerializer.SerializeToElement(node);

    public static byte[] Canonical(JsonElement value, string where)
    {
        try
        {
            return TufCanonicalJson.Bytes(value);
        }
        catch (FormatException e)
        {
            throw Malformed(where, Shown(e.Message, 200), e);
        }
    }

    public static JsonElement? Find(JsonElement parent, string name, string where)
    {
        if (parent.ValueKind != JsonValueKind.Object)
            throw Malformed(where, $"{Kind(parent)} where an object is expected");
        return parent.TryGetProperty(name, out JsonElement value) ? value : null;
    }

    public static JsonElement Field(JsonElement parent, string name, string where) =>
        Find(parent, name, where) ?? throw Malformed(where, $"'{name}' is missing");

    public static JsonElement Object(JsonElement parent, string name, string where) => Of(parent, name, JsonValueKind.Object, "an object", where);

    public static JsonElement Array(JsonElement parent, string name, string where) => Of(parent, name, JsonValueKind.Array, "an array", where);

    public static string Text(JsonElement parent, string name, string where) => Text(Of(parent, name, JsonValueKind.String, "text", where), where);

    public static string Text(JsonElement value, string where)
    {
        if (value.ValueKind != JsonValueKind.String)
            throw Malformed(where, $"{Kind(value)} where text is expected");
        try
        {
            return value.GetString()!;
        }
        catch (InvalidOperationException e)
        {
            throw Malformed(where, "text that is no Unicode", e);
        }
    }

    public static long Integer(JsonElement parent, string name, long lowest, string where)
    {
        JsonElement value = Field(parent, name, where);
        if (value.ValueKind != JsonValueKind.Number || !value.TryGetInt64(out long number) || number < lowest)
            throw Malformed(where, $"'{name}' is {Shown(value.GetRawText())}; allowed: an integer from {lowest}");
        return number;
    }

    public static bool Flag(JsonElement parent, string name, bool otherwise, string where) => Find(parent, name, where) switch
    {
        null => otherwise,
        { ValueKind: JsonValueKind.True } => true,
        { ValueKind: JsonValueKind.False } => false,
        { } other => throw Malformed(where, $"'{name}' is {Shown(other.GetRawText())}; allowed: true, false"),
    };

    /// <summary>TUF 4.2.3: seconds, always UTC.</summary>
    public static DateTimeOffset Time(JsonElement parent, string name, string where)
    {
        string text = Text(parent, name, where);
        if (!DateTimeOffset.TryParseExact(text, DateTimeForm, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal, out DateTimeOffset time))
            throw Malformed(where, $"'{name}' is '{Shown(text)}'; allowed: a time such as 2030-01-01T00:00:00Z");
        return time;
    }

    public static string Time(DateTimeOffset time) => time.UtcDateTime.ToString(DateTimeForm, CultureInfo.InvariantCulture);

    public static IReadOnlyList<string> Texts(JsonElement parent, string name, string where) =>
        [.. Array(parent, name, where).EnumerateArray().Select(item => Text(item, $"{where}, {name}"))];

    /// <summary>Names to hexadecimal digits, at least one.</summary>
    public static IReadOnlyDictionary<string, string> Hashes(JsonElement hashes, string where)
    {
        if (hashes.ValueKind != JsonValueKind.Object)
            throw Malformed(where, $"'hashes' is {Kind(hashes)}; allowed: an object");
        Dictionary<string, string> read = new(StringComparer.Ordinal);
        foreach (JsonProperty hash in hashes.EnumerateObject())
        {
            string digits = Text(hash.Value, $"{where}, hashes");
            if (digits.Length == 0 || digits.Length > 256 || !digits.All(char.IsAsciiHexDigit))
                throw Malformed(where, $"hash '{Shown(Name(hash, where))}' is not of hexadecimal digits");
            read.Add(Name(hash, where), digits.ToLowerInvariant());
        }

        return read.Count > 0 ? read : throw Malformed(where, "'hashes' is empty; leave it out, or give one");
    }

    /// <summary>A property's name; half a surrogate pair can't be one.</summary>
    public static string Name(JsonProperty property, string where)
    {
        try
        {
            return property.Name;
        }
        catch (InvalidOperationException e)
        {
            throw Malformed(where, "a name that is no Unicode", e);
        }
    }

    /// <summary>What stands there beside the fields that are known: kept when written again (TUF 4).</summary>
    public static IReadOnlyDictionary<string, JsonElement> Others(JsonElement parent, params ReadOnlySpan<string> known)
    {
        Dictionary<string, JsonElement> others = new(StringComparer.Ordinal);
        foreach (JsonProperty property in parent.EnumerateObject())
        {
            if (!known.Contains(property.Name))
                others.Add(property.Name, property.Value.Clone());
        }

        return others;
    }

    public static JsonObject With(JsonObject json, IReadOnlyDictionary<string, JsonElement> others)
    {
        foreach ((string name, JsonElement value) in others)
            json[name] = JsonNode.Parse(value.GetRawText());
        return json;
    }

    public static TufRefusedException Malformed(string where, string what, Exception? inner = null) =>
        new(TufFault.Malformed, $"{where}: {what}", inner);

    /// <summary>Foreign text for an error: short, and without what a terminal could take for orders.</summary>
    public static string Shown(string text, int longest = 80)
    {
        string plain = new([.. text.Take(longest).Select(letter => char.IsControl(letter) || char.IsSurrogate(letter) ? '?' : letter)]);
        return text.Length <= longest ? plain : plain + "…";
    }

    private static JsonElement Of(JsonElement parent, string name, JsonValueKind kind, string expected, string where)
    {
        JsonElement value = Field(parent, name, where);
        return value.ValueKind == kind ? value : throw Malformed(where, $"'{name}' is {Kind(value)}; allowed: {expected}");
    }

    private static string Kind(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.Object => "an object",
        JsonValueKind.Array => "an array",
        JsonValueKind.String => "text",
        JsonValueKind.Number => "a number",
        JsonValueKind.Null => "null",
        _ => "true or false",
    };
}
