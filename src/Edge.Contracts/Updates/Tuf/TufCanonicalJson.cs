using System.Buffers;
using System.Text;
using System.Text.Json;

namespace Edge.Contracts.Updates.Tuf;

/// <summary>
/// Canonical JSON as TUF signs it (the OLPC dialect, TUF 4.1): no white space, keys in the order of their code points, integers only, and in strings
/// only the quote and the backslash escaped: a newline stays a newline. It is another form than RFC 8785 (<c>Receipts.CanonicalJson</c>), and may not be JSON.
/// </summary>
public static class TufCanonicalJson
{
    private static readonly UTF8Encoding Strict = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);
    private static readonly SearchValues<byte> Escaped = SearchValues.Create("\"\\"u8);

    /// <summary>The bytes that are signed or hashed for <paramref name="value"/>.</summary>
    /// <exception cref="FormatException">It has no canonical form: a fraction or an exponent, a key twice, text that is no Unicode.</exception>
    public static byte[] Bytes(JsonElement value)
    {
        ArrayBufferWriter<byte> output = new();
        Write(value, output);
        return output.WrittenSpan.ToArray();
    }

    /// <summary>Writes <paramref name="value"/>.</summary>
    /// <exception cref="FormatException">It has no canonical form: a fraction or an exponent, a key twice, text that is no Unicode.</exception>
    public static void Write(JsonElement value, IBufferWriter<byte> output)
    {
        ArgumentNullException.ThrowIfNull(output);
        switch (value.ValueKind)
        {
            case JsonValueKind.Object:
                WriteObject(value, output);
                break;
            case JsonValueKind.Array:
                WriteArray(value, output);
                break;
            case JsonValueKind.String:
                WriteString(Text(value), output);
                break;
            case JsonValueKind.Number:
                output.Write(Strict.GetBytes(Integer(value)));
                break;
            case JsonValueKind.True:
                output.Write("true"u8);
                break;
            case JsonValueKind.False:
                output.Write("false"u8);
                break;
            case JsonValueKind.Null:
                output.Write("null"u8);
                break;
            default:
                throw new FormatException("a JSON value of no kind has no canonical form");
        }
    }

    private static void WriteObject(JsonElement value, IBufferWriter<byte> output)
    {
        // UTF-8 sorts as code points do; UTF-16 does not, where surrogates stand for what lies above the rest of the plane.
        List<(byte[] Name, JsonElement Value)> properties = [];
        foreach (JsonProperty property in value.EnumerateObject())
            properties.Add((Name(property), property.Value));
        properties.Sort((a, b) => a.Name.AsSpan().SequenceCompareTo(b.Name));
        output.Write("{"u8);
        for (int i = 0; i < properties.Count; i++)
        {
            if (i > 0)
            {
                if (properties[i].Name.AsSpan().SequenceEqual(properties[i - 1].Name))
                    throw new FormatException($"key '{Strict.GetString(properties[i].Name)}' stands twice");
                output.Write(","u8);
            }

            WriteString(properties[i].Name, output);
            output.Write(":"u8);
            Write(properties[i].Value, output);
        }

        output.Write("}"u8);
    }

    private static void WriteArray(JsonElement value, IBufferWriter<byte> output)
    {
        output.Write("["u8);
        bool first = true;
        foreach (JsonElement item in value.EnumerateArray())
        {
            if (!first)
                output.Write(","u8);
            first = false;
            Write(item, output);
        }

        output.Write("]"u8);
    }

    private static void WriteString(ReadOnlySpan<byte> text, IBufferWriter<byte> output)
    {
        output.Write("\""u8);
        while (text.IndexOfAny(Escaped) is var at && at >= 0)
        {
            output.Write(text[..at]);
            output.Write("\\"u8);
            output.Write(text.Slice(at, 1));
            text = text[(at + 1)..];
        }

        output.Write(text);
        output.Write("\""u8);
    }

    private static string Integer(JsonElement value)
    {
        string digits = value.GetRawText();
        if (digits.AsSpan().ContainsAny(".eE"))
            throw new FormatException($"{Short(digits)} is not written as an integer; canonical JSON of TUF has no other numbers");
        // JSON has two zeros, integers have one.
        return digits == "-0" ? "0" : digits;
    }

    private static byte[] Text(JsonElement value) => Utf8(() => value.GetString()!);

    private static byte[] Name(JsonProperty property) => Utf8(() => property.Name);

    private static byte[] Utf8(Func<string> read)
    {
        try
        {
            return Strict.GetBytes(read());
        }
        catch (Exception e) when (e is InvalidOperationException or EncoderFallbackException)
        {
            // Half a surrogate pair, or bytes that are no UTF-8.
            throw new FormatException("text that is no Unicode has no canonical form", e);
        }
    }

    private static string Short(string text) => text.Length <= 40 ? text : text[..40] + "…";
}
