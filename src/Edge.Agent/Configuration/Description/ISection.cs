using System.Text.Json.Nodes;

namespace Edge.Agent.Configuration.Description;

/// <summary>A section of keys, for those who only describe it.</summary>
internal interface ISection
{
    /// <summary>What the section is for.</summary>
    string Title { get; }

    /// <summary>Its settings, in the order in which people are told of them.</summary>
    IEnumerable<SettingField> Fields { get; }

    /// <summary>The default of one of <see cref="Fields"/>; null where it has none.</summary>
    JsonNode? Default(SettingField field);
}
