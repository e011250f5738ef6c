using Edge.Domain.Zones;
using static Edge.Agent.Configuration.Description.SettingTypes;

namespace Edge.Agent.Configuration.Description;

/// <summary>The settings of zones and lines.</summary>
internal static class PlaceTable
{
    public static readonly ObjectType<Zone> Zone = new(new Zone("", SettingTypes.Polygon.Placeholder), "A named area of the picture.")
    {
        { "id", Id, s => s.Id, (s, v) => s with { Id = v }, "Name of the zone, unique among its camera's zones, lines and rules.", FieldTraits.Required },
        { "points", SettingTypes.Polygon, s => s.Area, (s, v) => s with { Area = v }, "The corners in order, each `[x, y]` as fractions of the picture: `[0, 0]` is its top left corner, `[1, 1]` its bottom right one.", FieldTraits.Required },
        { "anchor", Anchor, s => s.Anchor, (s, v) => s with { Anchor = v }, "Which point of an object's box must lie inside." },
    };

    public static readonly ObjectType<TripLine> Line = new(new TripLine("", default, default), "A named line that objects cross.")
    {
        { "id", Id, s => s.Id, (s, v) => s with { Id = v }, "Name of the line, unique among its camera's zones, lines and rules.", FieldTraits.Required },
        { "from", Point, s => s.From, (s, v) => s with { From = v }, "First end, `[x, y]` as fractions of the picture.", FieldTraits.Required },
        { "to", Point, s => s.To, (s, v) => s with { To = v }, "Second end. Looking from `from` to `to`, left is to the left hand in the picture as shown.", FieldTraits.Required },
        { "anchor", Anchor, s => s.Anchor, (s, v) => s with { Anchor = v }, "Which point of an object's box must cross." },
    };
}
