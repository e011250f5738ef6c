using Edge.Domain.Rules;
using static Edge.Agent.Configuration.Description.SettingTypes;

namespace Edge.Agent.Configuration.Description;

/// <summary>The settings of one rule.</summary>
internal static class RuleTable
{
    private static readonly DurationType UpToADay = new(TimeSpan.Zero, TimeSpan.FromDays(1));
    private static readonly DurationType LoiterTime = new(TimeSpan.FromMilliseconds(100), TimeSpan.FromDays(1));
    private static readonly TextType Reference = new("an id", "^[A-Za-z0-9_-]{0,64}$", 64);

    public static readonly ObjectType<RuleSettings> Rule = new(new RuleSettings { Id = "", When = RuleKind.Present }, "One thing to tell about.")
    {
        { "id", Id, s => s.Id, (s, v) => s with { Id = v }, "Name of the rule, unique among its camera's zones, lines and rules.", FieldTraits.None, "kind, zone or line, and classes joined by `-`, such as `present-person` or `enters-door-person`; `-2`, `-3`… where that is taken; kind and position, such as `present-1`, where it would pass 48 characters" },
        { "when", Choice<RuleKind>(), s => s.When, (s, v) => s with { When = v }, "`present`: an object is in the zone. `enters`, `leaves`: it came in or went out, once a visit. `crosses`: it crossed the line. `loiters`: it stayed for `loiterTime`. `count`: the number of objects in the zone is out of its limits.", FieldTraits.Required },
        { "zone", Reference, s => s.Zone, (s, v) => s with { Zone = v }, "Id of a zone of this camera; empty is the whole picture." },
        { "line", Reference, s => s.Line, (s, v) => s with { Line = v }, "Id of a line of this camera; `crosses` needs it." },
        { "direction", Choice<CrossingDirection>(), s => s.Direction, (s, v) => s with { Direction = v }, "Which way, for `crosses`, looking from the line's `from` to its `to`." },
        { "classes", new ListType<string>(ClassName), s => s.Classes, (s, v) => s with { Classes = v }, "Class names of the model that count, in any case; empty is every class." },
        { "minimumScore", Score, s => s.MinimumScore, (s, v) => s with { MinimumScore = v }, "Least score that starts an alert." },
        { "minimumScoreByClass", new MapType<float>("class", Score), s => s.MinimumScoreByClass, (s, v) => s with { MinimumScoreByClass = v }, "Least score by class name, over `minimumScore`." },
        { "loiterTime", LoiterTime, s => s.LoiterTime, (s, v) => s with { LoiterTime = v }, "Least time in the zone, for `loiters`." },
        { "loiterTimeByClass", new MapType<TimeSpan>("class", LoiterTime), s => s.LoiterTimeByClass, (s, v) => s with { LoiterTimeByClass = v }, "Least time by class name, over `loiterTime`." },
        { "minimumCount", new OptionalType<int>(new NumberType<int>(0, 10_000)), s => s.MinimumCount, (s, v) => s with { MinimumCount = v }, "For `count`: fewer is an alert.", FieldTraits.None, "no lower limit" },
        { "maximumCount", new OptionalType<int>(new NumberType<int>(0, 10_000)), s => s.MaximumCount, (s, v) => s with { MaximumCount = v }, "For `count`: more is an alert.", FieldTraits.None, "no upper limit" },
        { "holdFrames", new NumberType<int>(1, 1000, "frames"), s => s.HoldFrames, (s, v) => s with { HoldFrames = v }, "Consecutive inferred frames a condition must hold." },
        { "grace", UpToADay, s => s.Grace, (s, v) => s with { Grace = v }, "How long an object may be unseen or outside and still be the same visit." },
        { "coolDown", UpToADay, s => s.CoolDown, (s, v) => s with { CoolDown = v }, "Least time between new alerts of this rule for the same class." },
        { "schedule", new ScheduleType(), s => s.Schedule, (s, v) => s with { Schedule = v }, "When the rule is armed.", FieldTraits.None, "always" },
    };
}
