using System.Globalization;
using System.Text;

namespace Edge.Contracts.Tests.Updates.Tuf;

/// <summary>JSON texts with all that canonical forms differ in: odd letters, escapes, numbers of all kinds, keys in any order, white space.</summary>
internal static class RandomJson
{
    private static readonly string[] Letters =
    [
        "a", "Z", "0", " ", "\\\"", "\\\\", "\\/", "\\n", "\\r", "\\t", "\\b", "\\f", "\\u0000", "\\u001f", "\\u00e9", "é", "\u007f", "\u2028", "\uff5e", "\U0001F600", "\\ud83d\\ude00", "\ud7ff", "\ue000",
    ];

    private static readonly string[] Numbers = ["0", "-0", "7", "-12", "9007199254740993", "123456789012345678901234567890", "1.0", "1e2", "-0.5", "1E400"];

    public static string Of(Random random, int depth)
    {
        StringBuilder text = new();
        Write(text, random, depth);
        return text.ToString();
    }

    private static void Write(StringBuilder text, Random random, int depth)
    {
        switch (random.Next(depth == 0 ? 4 : 7))
        {
            case 0:
                text.Append(random.Next(3) switch { 0 => "true", 1 => "false", _ => "null" });
                break;
            case 1:
                // Fractions are rare, so that most large values have a canonical form.
                text.Append(Numbers[random.Next(8) == 0 ? random.Next(Numbers.Length) : random.Next(6)]);
                break;
            case 2 or 3:
                WriteText(text, random, "");
                break;
            case 4:
                WriteAll(text, random, "[]", _ => Write(text, random, depth - 1));
                break;
            default:
                WriteAll(text, random, "{}", i =>
                {
                    // A number at the end keeps keys apart: what stands twice is another test's.
                    WriteText(text, random, i.ToString(CultureInfo.InvariantCulture));
                    text.Append(random.Next(2) == 0 ? ":" : " :\t");
                    Write(text, random, depth - 1);
                });
                break;
        }
    }

    private static void WriteAll(StringBuilder text, Random random, string brackets, Action<int> item)
    {
        int count = random.Next(5);
        text.Append(brackets[0]);
        for (int i = 0; i < count; i++)
        {
            text.Append(i > 0 ? ", " : "");
            item(i);
        }

        text.Append(brackets[1]);
    }

    private static void WriteText(StringBuilder text, Random random, string end)
    {
        text.Append('"');
        for (int i = random.Next(6); i > 0; i--)
            text.Append(random.Next(400) == 0 ? "\\ud800" : Letters[random.Next(Letters.Length)]);
        text.Append(end).Append('"');
    }
}
