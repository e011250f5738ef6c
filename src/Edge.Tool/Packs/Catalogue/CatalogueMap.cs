using YamlDotNet.RepresentationModel;

namespace Edge.Tool.Packs.Catalogue;

/// <summary>One mapping of the catalogue, read strictly: no field but the known ones, every fault with its line.</summary>
internal sealed class CatalogueMap
{
    private readonly string _path;
    private readonly YamlMappingNode _map;

    /// <summary>Looks at <paramref name="node"/>, whose fields may be <paramref name="fields"/>.</summary>
    /// <exception cref="CatalogueException">It is no mapping, or has another field.</exception>
    public CatalogueMap(string path, YamlNode node, params string[] fields)
    {
        _path = path;
        _map = node as YamlMappingNode ?? throw new CatalogueException($"catalogue '{path}', line {node.Start.Line}: not a mapping; allowed: {string.Join(", ", fields)}");
        foreach (YamlNode key in _map.Children.Keys)
        {
            if (key is not YamlScalarNode { Value: { } name } || !fields.Contains(name, StringComparer.Ordinal))
                throw new CatalogueException($"catalogue '{path}', line {key.Start.Line}: '{key}' is unknown; allowed: {string.Join(", ", fields)}");
        }
    }

    /// <summary>Whether the field is given.</summary>
    public bool Has(string field) => _map.Children.ContainsKey(new YamlScalarNode(field));

    /// <summary>The field as a node.</summary>
    /// <exception cref="CatalogueException">It is missing.</exception>
    public YamlNode Node(string field) => Has(field) ? _map[field] : throw new CatalogueException($"catalogue '{_path}', line {_map.Start.Line}: {field} is missing");

    /// <summary>The field as text, not empty.</summary>
    /// <exception cref="CatalogueException">It is missing, empty or something else.</exception>
    public string Text(string field) =>
        Node(field) is YamlScalarNode { Value: { Length: > 0 and <= 500 } text } && !text.Any(char.IsControl) ? text : throw Fault(field, "is no text of 1 to 500 characters");

    /// <summary>The field as a list.</summary>
    /// <exception cref="CatalogueException">It is missing or something else.</exception>
    public IEnumerable<YamlNode> List(string field) => Node(field) is YamlSequenceNode list ? list.Children : throw Fault(field, "is no list");

    /// <summary>What is wrong with a field, with its line.</summary>
    public CatalogueException Fault(string field, string words) => new($"catalogue '{_path}', line {(Has(field) ? _map[field] : _map).Start.Line}: {field} {words}");
}
