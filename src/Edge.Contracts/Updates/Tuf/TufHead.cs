using System.Text.Json.Nodes;

namespace Edge.Contracts.Updates.Tuf;

/// <summary>What every type of metadata has.</summary>
/// <param name="SpecVersion">Version of the specification that it is written to, such as <c>1.0.34</c>.</param>
/// <param name="Version">From 1.</param>
/// <param name="Expires">No longer trusted from this moment on; whole seconds, UTC.</param>
public sealed record TufHead(string SpecVersion, long Version, DateTimeOffset Expires)
{
    /// <summary>The specification that this code follows.</summary>
    public const string Specification = "1.0.34";

    /// <summary>The head of a new file.</summary>
    public static TufHead Of(long version, DateTimeOffset expires) => new(Specification, version, expires);

    internal JsonObject ToJson(string type) => new()
    {
        ["_type"] = type,
        ["expires"] = TufJson.Time(Expires),
        ["spec_version"] = SpecVersion,
        ["version"] = Version,
    };
}
