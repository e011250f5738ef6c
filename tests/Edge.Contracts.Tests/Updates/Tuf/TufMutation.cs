using System.Text;
using System.Text.Json.Nodes;

namespace Edge.Contracts.Tests.Updates.Tuf;

/// <summary>Changes a metadata file in one of many ways, the same for the same seed: bytes, text, and the JSON tree itself.</summary>
internal static class TufMutation
{
    private static readonly string[] Words =
    [
        "0", "-1", "1e3", "1.0", "null", "true", "[]", "{}", "\"\"", "99999999999999999999", "\"2099-01-01T00:00:00Z\"", "\"root\"", "\"\\u0000\"", "\"\\ud800\"",
    ];

    public static byte[] Of(byte[] file, Random random) => random.Next(8) switch
    {
        0 => FlipBit(file, random),
        1 => Replace(file, random, [(byte)random.Next(256)], random.Next(3)),
        2 => Replace(file, random, Slice(file, random), 0),
        3 => file[..random.Next(file.Length)],
        4 => Respace(file, random),
        _ => Rebuild(file, random),
    };

    private static byte[] FlipBit(byte[] file, Random random)
    {
        byte[] copy = [.. file];
        copy[random.Next(copy.Length)] ^= (byte)(1 << random.Next(8));
        return copy;
    }

    private static byte[] Replace(byte[] file, Random random, byte[] with, int removed)
    {
        int at = random.Next(file.Length - removed);
        return [.. file[..at], .. with, .. file[(at + removed)..]];
    }

    private static byte[] Slice(byte[] file, Random random)
    {
        int at = random.Next(file.Length);
        return file[at..Math.Min(file.Length, at + 1 + random.Next(40))];
    }

    // Says the same in other bytes.
    private static byte[] Respace(byte[] file, Random random)
    {
        string text = JsonNode.Parse(file)!.ToJsonString();
        return Encoding.UTF8.GetBytes(random.Next(2) == 0 ? text : text.Replace("\"signed\"", "\"\\u0073igned\"", StringComparison.Ordinal));
    }

    private static byte[] Rebuild(byte[] file, Random random)
    {
        JsonNode root = JsonNode.Parse(file)!;
        List<JsonNode> inner = [];
        Collect(root, inner);
        switch (inner[random.Next(inner.Count)])
        {
            case JsonObject json when json.Count > 0:
                Change(json, random);
                break;
            case JsonArray array when array.Count > 0:
                Change(array, random);
                break;
        }

        return Encoding.UTF8.GetBytes(root.ToJsonString());
    }

    private static void Change(JsonObject json, Random random)
    {
        string name = json.ElementAt(random.Next(json.Count)).Key;
        JsonNode? value = json[name]?.DeepClone();
        switch (random.Next(5))
        {
            case 0:
                json.Remove(name);
                break;
            case 1:
                json[name] = Word(random);
                break;
            case 2:
                json[name + "x"] = value;
                break;
            case 3:
                json.Remove(name);
                json[name.Length > 1 ? name[..^1] : "y"] = value;
                break;
            default:
                json[name] = value is JsonValue number && number.TryGetValue(out long integer) ? JsonValue.Create(integer + random.Next(-2, 3)) : Twisted(value, random);
                break;
        }
    }

    private static void Change(JsonArray array, Random random)
    {
        int at = random.Next(array.Count);
        switch (random.Next(3))
        {
            case 0:
                array.RemoveAt(at);
                break;
            case 1:
                array.Add(array[at]?.DeepClone());
                break;
            default:
                array[at] = Word(random);
                break;
        }
    }

    private static JsonNode? Twisted(JsonNode? value, Random random)
    {
        if (value is not JsonValue text || !text.TryGetValue(out string? letters) || letters.Length == 0)
            return Word(random);
        int at = random.Next(letters.Length);
        return JsonValue.Create(letters[..at] + (char)random.Next(32, 127) + letters[(at + 1)..]);
    }

    private static JsonNode? Word(Random random)
    {
        string word = Words[random.Next(Words.Length)];
        // Half a surrogate pair is no JsonNode; it is tried by bytes elsewhere.
        return word.Contains("ud800", StringComparison.Ordinal) ? JsonValue.Create("\uFFFD") : JsonNode.Parse(word);
    }

    private static void Collect(JsonNode? node, List<JsonNode> into)
    {
        switch (node)
        {
            case JsonObject json:
                into.Add(json);
                foreach ((_, JsonNode? child) in json)
                    Collect(child, into);
                break;
            case JsonArray array:
                into.Add(array);
                foreach (JsonNode? child in array)
                    Collect(child, into);
                break;
        }
    }
}
