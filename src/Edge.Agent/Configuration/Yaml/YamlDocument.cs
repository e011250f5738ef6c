using Edge.Agent.Configuration.Checking;
using Edge.Agent.Configuration.Secrets;
using YamlDotNet.Core;
using YamlDotNet.Core.Events;

namespace Edge.Agent.Configuration.Yaml;

/// <summary>
/// Turns YAML text into <see cref="ConfigNode"/>s. Written over the parser's events instead of its document model:
/// the model stops at the first duplicate key and lets aliases multiply without a limit.
/// </summary>
internal sealed class YamlDocument
{
    /// <summary>Deepest nesting; the settings themselves need 8.</summary>
    public const int MaximumDepth = 24;

    /// <summary>Most nodes, each alias counted as often as it is used.</summary>
    public const int MaximumNodes = 100_000;

    private readonly IParser _parser;
    private readonly string _origin;
    private readonly SettingsLocation? _fixedLocation;
    private readonly FaultList _faults;
    private readonly Dictionary<string, ConfigNode> _anchors = new(StringComparer.Ordinal);
    private int _nodes;

    private YamlDocument(IParser parser, string origin, SettingsLocation? fixedLocation, FaultList faults)
    {
        _parser = parser;
        _origin = origin;
        _fixedLocation = fixedLocation;
        _faults = faults;
    }

    /// <summary>Reads one document.</summary>
    /// <param name="text">YAML text.</param>
    /// <param name="origin">The file, as shown in faults.</param>
    /// <param name="faults">Gets what is wrong.</param>
    /// <param name="fixedLocation">For text that is not from a file: the one place of all nodes.</param>
    /// <returns>The document's root; null where it is empty or not YAML.</returns>
    public static ConfigNode? Read(string text, string origin, FaultList faults, SettingsLocation? fixedLocation = null)
    {
        var parser = new Parser(new StringReader(text));
        var document = new YamlDocument(parser, origin, fixedLocation, faults);
        try
        {
            return document.ReadRoot();
        }
        catch (YamlException e)
        {
            if (fixedLocation is not null || !YamlText.TellTabs(text, origin, faults))
                faults.Add(SettingsFaultKind.Syntax, "", "not YAML: " + Explain(e), at: document.At(e.Start));
            return null;
        }
        catch (Exception e) when (e is InvalidOperationException or ArgumentException or IndexOutOfRangeException)
        {
            // YamlDotNet 16.3 answers some malformed flow text (an unclosed "[a" above more keys) with these instead of a YamlException.
            if (fixedLocation is not null || !YamlText.TellTabs(text, origin, faults))
                faults.Add(SettingsFaultKind.Syntax, "", "not YAML behind here; are all brackets and quotes closed?", at: document.At(parser.Current?.Start ?? Mark.Empty));
            return null;
        }
    }

    private ConfigNode? ReadRoot()
    {
        _parser.Consume<StreamStart>();
        if (_parser.Accept<StreamEnd>(out _))
            return null;
        _parser.Consume<DocumentStart>();
        ConfigNode root = ReadNode(depth: 1);
        _parser.Consume<DocumentEnd>();
        if (_parser.Accept<DocumentStart>(out DocumentStart? second))
            _faults.Add(SettingsFaultKind.Syntax, "", "a second document starts here", "one document", at: At(second.Start));
        return root;
    }

    private ConfigNode ReadNode(int depth)
    {
        if (depth > MaximumDepth)
            throw new YamlException(_parser.Current!.Start, _parser.Current.End, $"nested deeper than {MaximumDepth} levels");
        Count(1);
        if (_parser.Accept<AnchorAlias>(out _))
            return Resolve(_parser.Consume<AnchorAlias>());
        if (_parser.Accept<NodeEvent>(out NodeEvent? start) && !start.Tag.IsEmpty && !start.Tag.IsNonSpecific)
            _faults.Add(SettingsFaultKind.Syntax, "", "a YAML tag (\"!…\") is not used here", "plain values", at: At(start.Start));

        ConfigNode node;
        if (_parser.Accept<Scalar>(out _))
            node = Scalar(_parser.Consume<Scalar>());
        else if (_parser.Accept<SequenceStart>(out _))
            node = ReadList(_parser.Consume<SequenceStart>(), depth);
        else
            node = ReadMap(_parser.Consume<MappingStart>(), depth);

        // Known only from here on: an anchor cannot be used inside itself, so no circle can be built.
        if (start is { Anchor.IsEmpty: false })
            _anchors[start.Anchor.Value] = node;
        return node;
    }

    private ScalarNode Scalar(Scalar scalar) =>
        new(At(scalar.Start), scalar.Value, isQuoted: scalar.Style is not (ScalarStyle.Plain or ScalarStyle.Any));

    private ListNode ReadList(SequenceStart start, int depth)
    {
        var items = new List<ConfigNode>();
        while (!_parser.TryConsume<SequenceEnd>(out _))
            items.Add(ReadNode(depth + 1));
        return new ListNode(At(start.Start), items);
    }

    private MapNode ReadMap(MappingStart start, int depth)
    {
        var entries = new List<MapEntry>();
        var byKey = new Dictionary<string, MapEntry>(StringComparer.Ordinal);
        var merged = new List<MapNode>();
        while (!_parser.TryConsume<MappingEnd>(out _))
        {
            ConfigNode keyNode = ReadNode(depth + 1);
            ConfigNode value = ReadNode(depth + 1);
            if (keyNode is not ScalarNode { IsNull: false } key)
            {
                _faults.Add(SettingsFaultKind.Syntax, "", $"a key is {keyNode.Sort}", "a name", at: keyNode.Location);
                continue;
            }

            if (key is { Text: "<<", IsQuoted: false })
            {
                AddMerged(value, merged);
                continue;
            }

            var entry = new MapEntry(key.Text, key.Location, value);
            if (byKey.TryAdd(key.Text, entry))
            {
                entries.Add(entry);
                continue;
            }

            string first = _fixedLocation is null ? $"line {byKey[key.Text].KeyLocation.Line}" : "before";
            _faults.Add(SettingsFaultKind.DuplicateKey, "", $"the key {Printable.Quote(key.Text)} is already written at {first}", "each key once", at: key.Location);
        }

        foreach (MapEntry inherited in merged.SelectMany(m => m.Entries))
        {
            if (byKey.TryAdd(inherited.Key, inherited))
                entries.Add(inherited);
        }

        return new MapNode(At(start.Start), entries);
    }

    /// <summary>The merge key <c>&lt;&lt;</c>: a section, or a list of sections, whose keys fill in what is not written here.</summary>
    private void AddMerged(ConfigNode value, List<MapNode> merged)
    {
        foreach (ConfigNode part in value is ListNode list ? list.Items : [value])
        {
            if (part is MapNode map)
                merged.Add(map);
            else
                _faults.Add(SettingsFaultKind.Syntax, "", $"the merge key \"<<\" is given {part.Sort}", "sections, such as *defaults", at: part.Location);
        }
    }

    private ConfigNode Resolve(AnchorAlias alias)
    {
        if (!_anchors.TryGetValue(alias.Value.Value, out ConfigNode? node))
            throw new YamlException(alias.Start, alias.End, $"the alias *{Printable.Plain(alias.Value.Value)} names no anchor above it");
        Count(node.Weight);
        return node;
    }

    private void Count(int nodes)
    {
        _nodes += nodes;
        if (_nodes > MaximumNodes)
            throw new YamlException(_parser.Current?.Start ?? Mark.Empty, _parser.Current?.End ?? Mark.Empty, $"more than {MaximumNodes} values, aliases counted as often as they are used");
    }

    private SettingsLocation At(Mark mark) =>
        _fixedLocation ?? new SettingsLocation(_origin, (int)Math.Clamp(mark.Line, 1, int.MaxValue), (int)Math.Clamp(mark.Column, 1, int.MaxValue));

    private static string Explain(YamlException e)
    {
        string message = e.InnerException is { } inner ? inner.Message : e.Message;
        return message.Length > 0 ? char.ToLowerInvariant(message[0]) + Printable.Redact(message[1..]).TrimEnd('.') : "unexpected text";
    }
}
