using System.Diagnostics.CodeAnalysis;
using System.Text.Json.Nodes;
using Edge.Agent.Configuration.Yaml;

namespace Edge.Agent.Configuration.Description;

/// <summary>One kind of value: how it is read and checked, how JSON Schema and people are told what is allowed. The single source of all four.</summary>
internal abstract class SettingType
{
    /// <summary>What is allowed, in few words: <c>a duration such as 5s, 1s to 1h</c>. Faults and the reference table say it.</summary>
    public abstract string Allowed { get; }

    /// <summary>Its JSON Schema, draft 2020-12.</summary>
    public abstract JsonObject ToSchema();

    /// <summary>Whether an environment variable gives it as it is; lists, points and sections are written there as YAML in one line.</summary>
    public virtual bool IsSingleValue => true;

    /// <summary>Whether what stands below it has an index.</summary>
    public virtual bool IsList => false;

    /// <summary>The names that may stand below it; empty where it has no names or any name may.</summary>
    public virtual IReadOnlyList<string> ChildNames => [];

    /// <summary>The type of what stands below it; null where nothing of that name does.</summary>
    /// <param name="segment">A name in any case, or an index.</param>
    /// <param name="key">The name as YAML writes it.</param>
    public virtual SettingType? Child(string segment, out string key)
    {
        key = segment;
        return null;
    }
}

/// <inheritdoc cref="SettingType"/>
/// <typeparam name="T">Type in the settings records.</typeparam>
internal abstract class SettingType<T> : SettingType
{
    /// <summary>Stands in for an element that could not be read, so that the indices of a list stay those of the file.</summary>
    public virtual T Placeholder => default!;

    /// <summary>Reads a value, or tells what is wrong.</summary>
    public abstract bool TryRead(ConfigNode node, string path, SettingsReader reader, [MaybeNullWhen(false)] out T value);

    /// <summary>The value as it would be written, for defaults.</summary>
    public abstract JsonNode? ToJson(T value);

    /// <summary>Whether two values mean the same.</summary>
    public virtual bool AreEqual(T left, T right) => EqualityComparer<T>.Default.Equals(left, right);
}
