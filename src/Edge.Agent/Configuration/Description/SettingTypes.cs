using Edge.Domain.Geometry;

namespace Edge.Agent.Configuration.Description;

/// <summary>The types that several sections share.</summary>
internal static class SettingTypes
{
    public static readonly TextType Id = new("1 to 64 letters, digits, \"-\" and \"_\"", "^[A-Za-z0-9_-]{1,64}$", 64);

    public static readonly TextType OptionalId = new("up to 64 letters, digits, \"-\" and \"_\"", "^[A-Za-z0-9_-]{0,64}$", 64);

    public static readonly TextType Path = new("a path", "^[^\\x00-\\x1f]*$", 4096);

    public static readonly TextType ClassName = new("a class name of the model, such as person", "^[^\\x00-\\x1f]*\\S[^\\x00-\\x1f]*$", 64);

    public static readonly BooleanType Boolean = new();

    public static readonly NumberType<float> Score = new(0, 1);

    public static readonly PolygonType Polygon = new();

    public static readonly PointType Point = new();

    public static readonly ChoiceType<BoxAnchor> Anchor = Choice<BoxAnchor>();

    /// <summary>An enum's names, in camelCase.</summary>
    public static ChoiceType<TEnum> Choice<TEnum>()
        where TEnum : struct, Enum =>
        new([.. Enum.GetValues<TEnum>().Select(v => (Names.Of(v), v))]);

    /// <summary>Words that stand for themselves.</summary>
    public static ChoiceType<string> Words(params string[] words) => new([.. words.Select(w => (w, w))]);

    public static DurationType Duration(TimeSpan minimum, TimeSpan maximum) => new(minimum, maximum);
}
