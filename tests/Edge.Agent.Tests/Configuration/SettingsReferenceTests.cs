using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Edge.Agent.Configuration;

namespace Edge.Agent.Tests.Configuration;

/// <summary>The published files are what the code makes; to renew them: <c>EDGE_APPROVE=1 dotnet test</c>.</summary>
public class SettingsReferenceTests
{
    private static string Deploy(string name) => Path.Combine(ConfigFile.RepositoryRoot, "deploy", name);

    public static TheoryData<string> Examples() =>
        [.. Directory.GetFiles(Deploy("examples"), "*.yaml").Append(Deploy("edge.yaml")).Select(f => Path.GetRelativePath(Deploy(""), f))];

    [Fact]
    public void Schema_Published_IsWhatTheCodeMakes() => Approve("edge.schema.json", SettingsReference.ToJsonSchema());

    [Fact]
    public void Markdown_Published_IsWhatTheCodeMakes() => Approve("SETTINGS.md", SettingsReference.ToMarkdown());

    [Theory]
    [MemberData(nameof(Examples))]
    public void Example_Shipped_IsGood(string name)
    {
        var output = new StringWriter();
        int exit = ConfigurationCheck.Run(Deploy(name), new Dictionary<string, string>(), CommandLineOverrides.None, output);
        Assert.True(exit == ConfigurationCheck.Good, output.ToString());
    }

    [Theory]
    [MemberData(nameof(Examples))]
    public void Example_Shipped_FitsTheSchema(string name) =>
        Assert.Equal([], SchemaCheck.Faults(JsonNode.Parse(File.ReadAllText(Deploy("edge.schema.json")))!, File.ReadAllText(Deploy(name))));

    [Theory]
    [InlineData("keepAlive: 20s", "keepAlive: 20")]
    [InlineData("host: localhost", "hots: localhost")]
    [InlineData("when: present", "when: sings")]
    [InlineData("{ id: door, points: [[0.1, 0.1], ", "{ id: door, points: [")]
    [InlineData("from: [0, 0.5]", "from: [0, 1.5]")]
    [InlineData("budget: 256MiB", "budget: 256cats")]
    [InlineData("    source: synthetic:yard\n", "")]
    public void Broken_FileThatTheLoaderRefuses_IsRefusedByTheSchemaToo(string old, string replacement)
    {
        Assert.Contains(old, ConfigFile.Valid, StringComparison.Ordinal);
        string text = ConfigFile.Valid.Replace(old, replacement, StringComparison.Ordinal);
        JsonNode schema = JsonNode.Parse(SettingsReference.ToJsonSchema())!;
        Assert.Empty(SchemaCheck.Faults(schema, ConfigFile.Valid));
        Assert.NotEmpty(SchemaCheck.Faults(schema, text));
        Assert.False(ConfigFile.LoadText(text).IsValid);
    }

    [Fact]
    public void AllSettings_Example_NamesEverySettingOfTheSchema()
    {
        string text = File.ReadAllText(Deploy("examples/all-settings.yaml"));
        foreach (string name in PropertyNames(JsonNode.Parse(SettingsReference.ToJsonSchema())!))
            Assert.Matches($@"(^|[\s{{,]){Regex.Escape(name)}:", text);
    }

    [Fact]
    public void Schema_OfEverySection_IsClosedAndDescribed()
    {
        foreach (JsonObject section in Sections(JsonNode.Parse(SettingsReference.ToJsonSchema())!))
        {
            Assert.False(section["additionalProperties"]!.GetValue<bool>());
            Assert.All(section["properties"]!.AsObject(), p => Assert.NotEmpty(p.Value!["description"]!.GetValue<string>()));
        }
    }

    private static IEnumerable<JsonObject> Sections(JsonNode node) => node switch
    {
        JsonObject o => (o["properties"] is JsonObject ? [o] : Array.Empty<JsonObject>()).Concat(o.Where(p => p.Value is not null).SelectMany(p => Sections(p.Value!))),
        JsonArray a => a.Where(i => i is not null).SelectMany(i => Sections(i!)),
        _ => [],
    };

    private static IEnumerable<string> PropertyNames(JsonNode schema) =>
        Sections(schema).SelectMany(s => s["properties"]!.AsObject().Select(p => p.Key)).Distinct();

    private static void Approve(string name, string made)
    {
        if (Environment.GetEnvironmentVariable("EDGE_APPROVE") == "1")
            File.WriteAllText(Deploy(name), made);
        Assert.Equal(File.ReadAllText(Deploy(name)), made);
    }
}
