using System.Text;
using System.Text.Json;
using Edge.Contracts.Updates.Tuf;

namespace Edge.Contracts.Tests.Updates.Tuf;

public class TufCanonicalJsonTests
{
    [Theory]
    [InlineData("""{ "b": [1, 2],  "a": "x" }""", """{"a":"x","b":[1,2]}""")]
    [InlineData("""[]""", "[]")]
    [InlineData("""{}""", "{}")]
    [InlineData("""[true, false, null, -0, -7, 123456789012345678901234567890]""", "[true,false,null,0,-7,123456789012345678901234567890]")]
    [InlineData("""["q\"b\\s\/"]""", """["q\"b\\s/"]""")]
    [InlineData("""["\u0041\u00e9"]""", "[\"Aé\"]")]
    public void Bytes_Value_InTheOneForm(string json, string canonical) => Assert.Equal(canonical, Canonical(json));

    [Fact]
    public void Bytes_NewlinesOfAPemKey_StayRaw() =>
        Assert.Equal("[\"-----BEGIN\nMFk\t\r\u0001\"]", Canonical("""["-----BEGIN\nMFk\t\r\u0001"]"""));

    [Fact]
    public void Bytes_KeysBeyondTheFirstPlane_SortByCodePointNotByUtf16()
    {
        // U+FF5E comes before U+1F600, whose first half in UTF-16 is U+D83D.
        Assert.Equal("{\"\uff5e\":1,\"\U0001F600\":2}", Canonical("{\"\U0001F600\":2,\"\uff5e\":1}"));
    }

    [Theory]
    [InlineData("1.0")]
    [InlineData("1e3")]
    [InlineData("[0.5]")]
    [InlineData("""{"a":1,"a":1}""")]
    [InlineData("""{"a":1,"\u0061":2}""")]
    [InlineData("\"\\ud800\"")]
    [InlineData("""{"\ud800":1}""")]
    public void Bytes_ValueWithoutCanonicalForm_Throws(string json) => Assert.Throws<FormatException>(() => Canonical(json));

    private static string Canonical(string json)
    {
        using JsonDocument document = JsonDocument.Parse(json);
        return Encoding.UTF8.GetString(TufCanonicalJson.Bytes(document.RootElement));
    }
}
