using System.Text.Json.Nodes;
using Edge.Agent.Configuration.Yaml;

namespace Edge.Agent.Configuration.Description;

/// <summary>One setting of a section, described.</summary>
internal abstract class SettingField(string name, string description, FieldTraits traits, string defaultWords)
{
    /// <summary>Its YAML key.</summary>
    public string Name { get; } = name;

    /// <summary>One or two sentences for people.</summary>
    public string Description { get; } = description;

    /// <summary>The default in words, where it is not a plain value.</summary>
    public string DefaultWords { get; } = defaultWords;

    public FieldTraits Traits { get; } = traits;

    public abstract SettingType Type { get; }

    public bool Is(FieldTraits trait) => (Traits & trait) != 0;
}

/// <inheritdoc cref="SettingField"/>
/// <typeparam name="TOwner">Record that holds it.</typeparam>
internal abstract class SettingField<TOwner>(string name, string description, FieldTraits traits, string defaultWords)
    : SettingField(name, description, traits, defaultWords)
{
    /// <summary>A copy of <paramref name="owner"/> with the value read; unchanged where it could not be read.</summary>
    public abstract TOwner Read(TOwner owner, ConfigNode node, string path, SettingsReader reader);

    /// <summary>The value of <paramref name="owner"/> as it would be written.</summary>
    public abstract JsonNode? ToJson(TOwner owner);

    public abstract bool AreEqual(TOwner left, TOwner right);

    /// <summary>A copy of <paramref name="to"/> with this one value of <paramref name="from"/>.</summary>
    public abstract TOwner Copy(TOwner from, TOwner to);
}

/// <inheritdoc cref="SettingField"/>
/// <typeparam name="TOwner">Record that holds it.</typeparam>
/// <typeparam name="TValue">Its type there.</typeparam>
internal sealed class SettingField<TOwner, TValue>(
    string name,
    string description,
    FieldTraits traits,
    string defaultWords,
    SettingType<TValue> type,
    (Func<TOwner, TValue> Get, Func<TOwner, TValue, TOwner> With) access)
    : SettingField<TOwner>(name, description, traits, defaultWords)
{
    public override SettingType Type => type;

    public override TOwner Read(TOwner owner, ConfigNode node, string path, SettingsReader reader)
    {
        bool wasSecret = reader.IsSecret;
        reader.IsSecret |= Is(FieldTraits.Secret);
        try
        {
            return type.TryRead(node, path, reader, out TValue? value) ? access.With(owner, value) : owner;
        }
        finally
        {
            reader.IsSecret = wasSecret;
        }
    }

    public override JsonNode? ToJson(TOwner owner) => type.ToJson(access.Get(owner));

    public override bool AreEqual(TOwner left, TOwner right) => type.AreEqual(access.Get(left), access.Get(right));

    public override TOwner Copy(TOwner from, TOwner to) => access.With(to, access.Get(from));
}
