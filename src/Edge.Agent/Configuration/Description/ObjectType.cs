using System.Collections;
using System.Diagnostics.CodeAnalysis;
using System.Text.Json.Nodes;
using Edge.Agent.Configuration.Checking;
using Edge.Agent.Configuration.Secrets;
using Edge.Agent.Configuration.Yaml;

namespace Edge.Agent.Configuration.Description;

/// <summary>A section of named settings, read into a record.</summary>
/// <param name="seed">The record with every default.</param>
/// <param name="title">What the section is for.</param>
/// <param name="isSwitch">Being there means something: then a section without content is a fault, not all defaults.</param>
internal sealed class ObjectType<T>(T seed, string title, bool isSwitch = false) : SettingType<T>, ISection, IEnumerable<SettingField<T>>
    where T : class
{
    private readonly List<SettingField<T>> _fields = [];

    public string Title { get; } = title;

    public IEnumerable<SettingField> Fields => _fields;

    public override T Placeholder => seed;

    public override bool IsSingleValue => false;

    public override string Allowed => "a section with the keys " + Printable.List([.. Writable.Select(f => f.Name)]);

    public override IReadOnlyList<string> ChildNames => [.. _fields.Select(f => f.Name)];

    private IEnumerable<SettingField<T>> Writable => _fields.Where(f => !f.Is(FieldTraits.EnvironmentOnly));

    public void Add<TValue>(
        string name,
        SettingType<TValue> type,
        Func<T, TValue> get,
        Func<T, TValue, T> with,
        string description,
        FieldTraits traits = FieldTraits.None,
        string defaultWords = "") =>
        _fields.Add(new SettingField<T, TValue>(name, description, traits, defaultWords, type, (get, with)));

    public JsonNode? Default(SettingField field) =>
        field.Is(FieldTraits.Required) ? null : _fields.Single(f => f == field).ToJson(seed);

    public override SettingType? Child(string segment, out string key)
    {
        SettingField? field = _fields.Find(f => f.Name.Equals(segment, StringComparison.OrdinalIgnoreCase));
        key = field?.Name ?? segment;
        return field?.Type;
    }

    public override bool TryRead(ConfigNode node, string path, SettingsReader reader, [MaybeNullWhen(false)] out T value)
    {
        value = seed;
        if (node is not MapNode map)
        {
            bool isEmpty = node is ScalarNode { IsNull: true };
            if (isEmpty && !isSwitch && !_fields.Exists(f => f.Is(FieldTraits.Required)))
                return true;
            reader.Faults.Add(SettingsFaultKind.WrongType, path, isEmpty ? "is empty: write {} for its defaults, or leave the key out" : $"found {node.Sort}", Allowed);
            return false;
        }

        foreach (MapEntry entry in map.Entries)
        {
            SettingField<T>? field = _fields.Find(f => f.Name == entry.Key);
            string fieldPath = Join(path, Printable.Plain(entry.Key));
            if (field is null)
            {
                TellUnknown(entry, fieldPath, reader.Faults);
                continue;
            }

            if (field.Is(FieldTraits.EnvironmentOnly) && entry.Value.Location.Line > 0)
            {
                reader.Faults.Add(SettingsFaultKind.Secret, fieldPath, "a secret does not belong into the configuration file", SecretAdvice, at: entry.KeyLocation);
                continue;
            }

            reader.Faults.Locations.Set(fieldPath, entry.Value.Location);
            value = field.Read(value, entry.Value, fieldPath, reader);
        }

        foreach (SettingField<T> missing in _fields.Where(f => f.Is(FieldTraits.Required) && map.Find(f.Name) is null))
            reader.Faults.Add(SettingsFaultKind.Missing, Join(path, missing.Name), "is missing", missing.Type.Allowed, at: map.Location);
        return true;
    }

    public override JsonObject ToSchema()
    {
        var properties = new JsonObject();
        foreach (SettingField<T> field in Writable)
            properties[field.Name] = FieldSchema(field);
        var schema = new JsonObject
        {
            ["type"] = isSwitch || _fields.Exists(f => f.Is(FieldTraits.Required)) ? "object" : new JsonArray("object", "null"),
            ["description"] = Title,
            ["properties"] = properties,
        };
        string[] required = [.. _fields.Where(f => f.Is(FieldTraits.Required)).Select(f => f.Name)];
        if (required.Length > 0)
            schema["required"] = new JsonArray([.. required.Select(r => JsonValue.Create(r))]);
        schema["additionalProperties"] = false;
        return schema;
    }

    // A section's own default is its fields' defaults, told there.
    public override JsonNode? ToJson(T value) => null;

    public override bool AreEqual(T left, T right) =>
        left is null || right is null ? left is null && right is null : _fields.TrueForAll(f => f.AreEqual(left, right));

    /// <summary>The names of the settings in which the two differ.</summary>
    public IEnumerable<SettingField<T>> Differences(T left, T right) => _fields.Where(f => !f.AreEqual(left, right));

    public IEnumerator<SettingField<T>> GetEnumerator() => _fields.GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    private const string SecretAdvice = "passwordFile with the path of a file only the agent may read, ${env:NAME} or ${file:/path} within a camera's source, or an environment variable EDGE__…";

    private JsonObject FieldSchema(SettingField<T> field)
    {
        JsonObject schema = field.Type.ToSchema();
        string restart = field.Is(FieldTraits.Restart) ? " Takes effect after a restart." : "";
        string words = field.DefaultWords.Length > 0 ? $" Default: {field.DefaultWords}." : "";
        schema["description"] = field.Description + words + restart;
        if (field.DefaultWords.Length == 0 && Default(field) is { } value)
            schema["default"] = value;
        return schema;
    }

    private void TellUnknown(MapEntry entry, string path, FaultList faults)
    {
        if (SecretWords.Sounds(entry.Key))
            faults.Add(SettingsFaultKind.Secret, path, "a secret does not belong into the configuration file", SecretAdvice, at: entry.KeyLocation);
        else
            faults.AddUnknown(SettingsFaultKind.UnknownKey, path, $"no setting is called {Printable.Quote(entry.Key)}", entry.Key, Writable.Select(f => f.Name), entry.KeyLocation);
    }

    private static string Join(string path, string name) => path.Length == 0 ? name : $"{path}.{name}";
}
