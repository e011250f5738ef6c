using System.Diagnostics.CodeAnalysis;
using System.Text.Json.Nodes;
using Edge.Agent.Configuration.Yaml;
using Edge.Domain.Rules;

namespace Edge.Agent.Configuration.Description;

/// <summary>When a rule is armed: a time zone and windows of the week. Reads a plain section and makes the domain's value of it.</summary>
internal sealed class ScheduleType : SettingType<Schedule?>, ISection
{
    private static readonly ChoiceType<DayOfWeek> Day = new(
    [
        ("mon", DayOfWeek.Monday), ("tue", DayOfWeek.Tuesday), ("wed", DayOfWeek.Wednesday), ("thu", DayOfWeek.Thursday),
        ("fri", DayOfWeek.Friday), ("sat", DayOfWeek.Saturday), ("sun", DayOfWeek.Sunday),
    ]);

    private static readonly DayOfWeek[] EveryDay =
        [DayOfWeek.Monday, DayOfWeek.Tuesday, DayOfWeek.Wednesday, DayOfWeek.Thursday, DayOfWeek.Friday, DayOfWeek.Saturday, DayOfWeek.Sunday];

    private static readonly ObjectType<WindowText> Window = new(new WindowText(), "A daily span on some days of the week.")
    {
        { "days", new ListType<DayOfWeek>(Day, 1, 7), w => w.Days, (w, v) => w with { Days = v }, "Days on which it starts." },
        { "from", new TimeOfDayType(), w => w.From, (w, v) => w with { From = v }, "Start, inclusive.", FieldTraits.Required },
        { "to", new TimeOfDayType(), w => w.To, (w, v) => w with { To = v }, "End, exclusive. Not after `from`: on the next day; equal to `from`: a whole day.", FieldTraits.Required },
    };

    private static readonly ObjectType<ScheduleText> Section = new(new ScheduleText(), "When a rule is armed.", isSwitch: true)
    {
        { "timeZone", new TimeZoneType(), s => s.TimeZone, (s, v) => s with { TimeZone = v }, "Time zone that days and times are read in.", FieldTraits.None, "the device's own" },
        { "windows", new ListType<WindowText>(Window, 1, 32), s => s.Windows, (s, v) => s with { Windows = v }, "Armed inside any of these.", FieldTraits.Required },
    };

    public string Title => Section.Title;

    public IEnumerable<SettingField> Fields => Section.Fields;

    public override string Allowed => Section.Allowed;

    public override bool IsSingleValue => false;

    public override IReadOnlyList<string> ChildNames => Section.ChildNames;

    public override SettingType? Child(string segment, out string key) => Section.Child(segment, out key);

    public JsonNode? Default(SettingField field) => Section.Default(field);

    public override JsonObject ToSchema() => Section.ToSchema();

    public override bool TryRead(ConfigNode node, string path, SettingsReader reader, [MaybeNullWhen(false)] out Schedule? value)
    {
        value = null;
        if (!Section.TryRead(node, path, reader, out ScheduleText? text))
            return false;
        value = new Schedule(text.TimeZone, [.. text.Windows.Select(w => new ScheduleWindow([.. w.Days], w.From, w.To))]);
        return true;
    }

    public override JsonNode? ToJson(Schedule? value) => null;

    public override bool AreEqual(Schedule? left, Schedule? right) =>
        left is null || right is null
            ? left is null && right is null
            : left.TimeZone.Id == right.TimeZone.Id
                && left.Windows.Length == right.Windows.Length
                && left.Windows.Zip(right.Windows).All(p => p.First.From == p.Second.From && p.First.To == p.Second.To && p.First.Days.SetEquals(p.Second.Days));

    private sealed record WindowText
    {
        public IReadOnlyList<DayOfWeek> Days { get; init; } = EveryDay;

        public TimeOnly From { get; init; }

        public TimeOnly To { get; init; }
    }

    private sealed record ScheduleText
    {
        public TimeZoneInfo TimeZone { get; init; } = TimeZoneInfo.Local;

        public IReadOnlyList<WindowText> Windows { get; init; } = [];
    }
}
