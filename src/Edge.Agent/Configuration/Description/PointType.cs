using System.Globalization;
using System.Text.Json.Nodes;
using Edge.Agent.Configuration.Yaml;
using Edge.Domain.Geometry;

namespace Edge.Agent.Configuration.Description;

/// <summary>A point <c>[x, y]</c> as fractions of the picture.</summary>
internal sealed class PointType : SettingType<PointNorm>
{
    private static readonly NumberType<float> Fraction = new(0, 1);

    public override string Allowed => "a point [x, y], each a fraction of the picture from 0 to 1";

    public override bool IsSingleValue => false;

    public override JsonObject ToSchema() => new()
    {
        ["type"] = "array",
        ["items"] = Fraction.ToSchema(),
        ["minItems"] = 2,
        ["maxItems"] = 2,
    };

    public override bool TryRead(ConfigNode node, string path, SettingsReader reader, out PointNorm value)
    {
        value = default;
        if (node is not ListNode { Items.Count: 2 } pair)
        {
            string found = node is ListNode list ? $"found {list.Items.Count.ToString(CultureInfo.InvariantCulture)} numbers" : $"found {node.Sort}";
            reader.Faults.Add(SettingsFaultKind.WrongType, path, found, Allowed);
            return false;
        }

        reader.Faults.Locations.Set(path + "[0]", pair.Items[0].Location);
        reader.Faults.Locations.Set(path + "[1]", pair.Items[1].Location);
        bool hasX = Fraction.TryRead(pair.Items[0], path + "[0]", reader, out float x);
        bool hasY = Fraction.TryRead(pair.Items[1], path + "[1]", reader, out float y);
        value = new PointNorm(x, y);
        return hasX && hasY;
    }

    public override JsonNode? ToJson(PointNorm value) => new JsonArray(Fraction.ToJson(value.X), Fraction.ToJson(value.Y));
}
