using System.Text.Json.Nodes;

namespace Edge.Agent.Configuration.Description;

/// <summary>A secret from the environment.</summary>
internal sealed class SecretType : ScalarType<Secret>
{
    public override string Allowed => "text";

    public override JsonObject ToSchema() => new() { ["type"] = "string" };

    public override JsonNode? ToJson(Secret value) => null;

    public override bool AreEqual(Secret left, Secret right) => left.Reveal() == right.Reveal();

    protected override bool TryParse(string text, bool isQuoted, string path, SettingsReader reader, out Secret value)
    {
        value = new Secret(text);
        return true;
    }
}
