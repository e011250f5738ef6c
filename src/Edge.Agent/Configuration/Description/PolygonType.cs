using System.Diagnostics.CodeAnalysis;
using System.Text.Json.Nodes;
using Edge.Agent.Configuration.Checking;
using Edge.Agent.Configuration.Yaml;
using Edge.Domain.Geometry;

namespace Edge.Agent.Configuration.Description;

/// <summary>An area: its corners in order, the last joining the first.</summary>
internal sealed class PolygonType : SettingType<Polygon>
{
    private const int MostPoints = 64;
    private static readonly PointType Point = new();
    private static readonly ListType<PointNorm> Points = new(Point, 3, MostPoints);

    public override string Allowed => "3 to 64 points [x, y] around an area, each a fraction of the picture from 0 to 1";

    public override bool IsSingleValue => false;

    public override Polygon Placeholder { get; } = new([new(0, 0), new(1, 0), new(1, 1)]);

    public override JsonObject ToSchema() => Points.ToSchema();

    public override bool TryRead(ConfigNode node, string path, SettingsReader reader, [MaybeNullWhen(false)] out Polygon value)
    {
        value = null;
        if (node is not ListNode list)
        {
            reader.Faults.Add(SettingsFaultKind.WrongType, path, $"found {node.Sort}", Allowed);
            return false;
        }

        if (list.Items.Count is < 3 or > MostPoints)
        {
            reader.Faults.Add(SettingsFaultKind.OutOfRange, path, $"has {list.Items.Count} points", Allowed);
            return false;
        }

        if (!Points.TryRead(list, path, reader, out IReadOnlyList<PointNorm>? points) || reader.Faults.IsFaulty(path))
            return false;
        if (PolygonShape.Fault(points) is { } fault)
        {
            reader.Faults.Add(SettingsFaultKind.OutOfRange, path, fault, "corners in order around the area");
            return false;
        }

        value = new Polygon(points);
        return true;
    }

    public override JsonNode? ToJson(Polygon value) => Points.ToJson(value.Points);

    public override bool AreEqual(Polygon left, Polygon right) => left.Points.SequenceEqual(right.Points);
}
