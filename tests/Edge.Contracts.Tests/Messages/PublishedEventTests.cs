using System.Text.Json;
using System.Text.Json.Nodes;
using Edge.Contracts.Messages;

namespace Edge.Contracts.Tests.Messages;

/// <summary>
/// Published payloads and their schemas are a promise to every receiver: a change shows up here first.
/// With EDGE_APPROVE=1 in the environment the tests write what they would compare with; look at the difference before committing it.
/// </summary>
public sealed class PublishedEventTests
{
    private static bool Approve => Environment.GetEnvironmentVariable("EDGE_APPROVE") == "1";

    public static TheoryData<string> Names => new(PublishedEvent.All.Select(published => published.Name));

    [Theory, MemberData(nameof(Names))]
    public void Sample_Rendered_IsTheApprovedOne(string name)
    {
        PublishedEvent published = Find(name);
        Compare(Path.Combine(PublishedEvent.SourceFolder, $"{name}.json"), published.RenderedText);
    }

    [Theory, MemberData(nameof(Names))]
    public void Schema_FromTheTypes_IsTheShippedOne(string name)
    {
        PublishedEvent published = Find(name);
        Compare(Path.Combine(PublishedEvent.SchemaFolder, $"{name}.schema.json"), published.GeneratedSchema);
        if (!Approve)
            Assert.Equal(published.GeneratedSchema, published.ShippedSchema);
    }

    [Theory, MemberData(nameof(Names))]
    public void Sample_AgainstItsSchema_IsValid(string name)
    {
        PublishedEvent published = Find(name);
        Assert.Empty(SchemaCheck.Faults(Schema(published), published.Rendered));
    }

    [Theory, MemberData(nameof(Names))]
    public void Schema_EveryFieldBrokenInTurn_IsNoticed(string name)
    {
        PublishedEvent published = Find(name);
        JsonObject schema = Schema(published);
        foreach (string field in schema["required"]!.AsArray().Select(node => node!.GetValue<string>()))
        {
            JsonObject without = published.Rendered.AsObject();
            without.Remove(field);
            Assert.NotEmpty(SchemaCheck.Faults(schema, without));
        }

        JsonObject wrong = published.Rendered.AsObject();
        wrong["type"] = "edge.other.v1";
        Assert.NotEmpty(SchemaCheck.Faults(schema, wrong));
    }

    [Theory, MemberData(nameof(Names))]
    public void Sample_ReadBack_IsTheSame(string name)
    {
        PublishedEvent published = Find(name);
        object? back = JsonSerializer.Deserialize(published.RenderedText, published.TypeInfo);
        Assert.Equal(published.RenderedText, published.RenderedTextOf(back!));
    }

    [Fact]
    public void Alert_FieldsThatDoNotApply_AreLeftOut()
    {
        AlertMessage bare = Samples.Alert.Data with { Zone = null, Line = null, Direction = null, EndedAt = null, Object = null, Frame = null, Evidence = null };
        JsonNode node = JsonSerializer.SerializeToNode(Samples.Alert with { Subject = null, Data = bare }, EventJson.Default.CloudEventAlertMessage)!;
        Assert.DoesNotContain("null", node.ToJsonString(), StringComparison.Ordinal);
        Assert.Empty(SchemaCheck.Faults(Schema(Find("alert")), node));
    }

    [Fact]
    public void Alert_WithoutARequiredField_IsRefused()
    {
        JsonObject node = Find("alert").Rendered.AsObject();
        node["data"]!.AsObject().Remove("alertId");
        Assert.Throws<JsonException>(() => node.Deserialize(EventJson.Default.CloudEventAlertMessage));
    }

    [Fact]
    public void Alert_FieldFromTheFuture_IsPassedOver()
    {
        JsonObject node = Find("alert").Rendered.AsObject();
        node["data"]!["mood"] = "calm";
        Assert.Equal("gate", node.Deserialize(EventJson.Default.CloudEventAlertMessage)!.Data.Camera);
    }

    [Fact]
    public void Create_LocalTime_BecomesUtc()
    {
        DateTimeOffset local = new(2026, 6, 1, 14, 0, 0, TimeSpan.FromHours(2));
        Assert.Equal(TimeSpan.Zero, CloudEvents.Create(Guid.Empty, "s", "d", EventTypes.Loss, local, Samples.Loss.Data).Time.Offset);
    }

    private static PublishedEvent Find(string name) => PublishedEvent.All.Single(published => published.Name == name);

    private static JsonObject Schema(PublishedEvent published) => JsonNode.Parse(published.GeneratedSchema)!.AsObject();

    private static void Compare(string path, string actual)
    {
        if (Approve)
        {
            Directory.CreateDirectory(Path.GetDirectoryName(path)!);
            File.WriteAllText(path, actual);
            return;
        }

        Assert.True(File.Exists(path), $"{path} is not there; run with EDGE_APPROVE=1 to write it");
        Assert.Equal(File.ReadAllText(path), actual);
    }
}
