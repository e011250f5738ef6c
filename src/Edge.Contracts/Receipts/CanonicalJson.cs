using System.Buffers;
using System.Globalization;
using System.Text;
using System.Text.Json;

namespace Edge.Contracts.Receipts;

/// <summary>
/// The one way to write a JSON value in bytes (RFC 8785, JSON Canonicalization Scheme): no white space, keys in the order of their UTF-16 code units,
/// numbers as ECMAScript writes them, strings with the fewest escapes, UTF-8.
/// </summary>
public static class CanonicalJson
{
    private const long ExactInteger = 1L << 53;
    private static readonly UTF8Encoding Strict = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    /// <summary>Writes <paramref name="value"/>.</summary>
    /// <exception cref="FormatException">It has no canonical form: a key twice, half a surrogate pair, an integer past 2^53, a number that is none.</exception>
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
                WriteString(value.GetString()!, output);
                break;
            case JsonValueKind.Number:
                Ascii(Number(value), output);
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

    /// <summary>A number as ECMAScript's Number.prototype.toString writes it (ECMA-262, Number::toString with radix 10).</summary>
    /// <exception cref="FormatException">Not a finite number.</exception>
    public static string Number(double value)
    {
        if (!double.IsFinite(value))
            throw new FormatException("a number that is not finite has no canonical form");
        if (value == 0)
            return "0";

        // The shortest digits that read back as the same double are .NET's as well; only where the point and the exponent stand differs.
        string shortest = Math.Abs(value).ToString("R", CultureInfo.InvariantCulture);
        int mark = shortest.IndexOf('E', StringComparison.Ordinal);
        string[] parts = (mark < 0 ? shortest : shortest[..mark]).Split('.');
        string fraction = parts.Length > 1 ? parts[1] : "";
        string digits = (parts[0] + fraction).TrimStart('0').TrimEnd('0');
        // The value is 0.digits times ten to the n.
        int n = mark >= 0 ? int.Parse(shortest.AsSpan(mark + 1), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture) + 1
            : parts[0] != "0" ? parts[0].Length
            : fraction.TrimStart('0').Length - fraction.Length;
        int k = digits.Length;
        string sign = value < 0 ? "-" : "";
        if (n >= k && n <= 21)
            return sign + digits + new string('0', n - k);
        if (n is > 0 and <= 21)
            return $"{sign}{digits[..n]}.{digits[n..]}";
        if (n is > -6 and <= 0)
            return $"{sign}0.{new string('0', -n)}{digits}";
        string exponent = (n - 1).ToString("+0;-0", CultureInfo.InvariantCulture);
        return k == 1 ? $"{sign}{digits}e{exponent}" : $"{sign}{digits[0]}.{digits[1..]}e{exponent}";
    }

    private static string Number(JsonElement value)
    {
        if (!value.TryGetInt64(out long integer))
            return Number(value.GetDouble());
        if (integer is > ExactInteger or < -ExactInteger)
            throw new FormatException($"{integer} is past 2^53: ECMAScript, and so this form, can't hold it exactly");
        return integer.ToString(CultureInfo.InvariantCulture);
    }

    private static void WriteObject(JsonElement value, IBufferWriter<byte> output)
    {
        JsonProperty[] properties = [.. value.EnumerateObject()];
        Array.Sort(properties, (a, b) => string.CompareOrdinal(a.Name, b.Name));
        output.Write("{"u8);
        for (int i = 0; i < properties.Length; i++)
        {
            if (i > 0)
            {
                if (properties[i].Name == properties[i - 1].Name)
                    throw new FormatException($"key '{properties[i].Name}' stands twice");
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

    private static void WriteString(string text, IBufferWriter<byte> output)
    {
        output.Write("\""u8);
        int start = 0;
        for (int i = 0; i < text.Length; i++)
        {
            string? escape = text[i] switch
            {
                '"' => "\\\"",
                '\\' => "\\\\",
                '\b' => "\\b",
                '\t' => "\\t",
                '\n' => "\\n",
                '\f' => "\\f",
                '\r' => "\\r",
                < ' ' => $"\\u{(int)text[i]:x4}",
                _ => null,
            };
            if (escape is null)
                continue;
            Utf8(text.AsSpan(start, i - start), output);
            Ascii(escape, output);
            start = i + 1;
        }

        Utf8(text.AsSpan(start), output);
        output.Write("\""u8);
    }

    private static void Utf8(ReadOnlySpan<char> text, IBufferWriter<byte> output)
    {
        try
        {
            Span<byte> room = output.GetSpan(Strict.GetMaxByteCount(text.Length));
            output.Advance(Strict.GetBytes(text, room));
        }
        catch (EncoderFallbackException e)
        {
            throw new FormatException("text with half a surrogate pair has no canonical form", e);
        }
    }

    private static void Ascii(string text, IBufferWriter<byte> output)
    {
        Span<byte> room = output.GetSpan(text.Length);
        output.Advance(Encoding.ASCII.GetBytes(text, room));
    }
}
