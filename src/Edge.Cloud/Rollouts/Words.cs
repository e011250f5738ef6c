using System.Text.Json;

namespace Edge.Cloud.Rollouts;

/// <summary>How values are written in columns: enumerations by their names in JSON, times as milliseconds.</summary>
internal static class Words
{
    /// <summary>The name of <paramref name="value"/>, as in JSON.</summary>
    public static string Of<T>(T value)
        where T : struct, Enum => Names<T>.ByValue[value];

    /// <summary>The value of a name.</summary>
    /// <exception cref="KeyNotFoundException">There is none of that name: the row is of a newer cloud.</exception>
    public static T Parse<T>(string name)
        where T : struct, Enum => Names<T>.ByName[name];

    /// <summary>The value of a name that somebody sent; null where there is none of that name.</summary>
    public static T? TryParse<T>(string name)
        where T : struct, Enum => Names<T>.ByName.TryGetValue(name, out T value) ? value : null;

    /// <summary>Every name, for messages.</summary>
    public static string All<T>()
        where T : struct, Enum => string.Join(", ", Names<T>.ByName.Keys);

    /// <summary>The time of a column.</summary>
    public static DateTimeOffset? Time(long? milliseconds) => milliseconds is { } value ? DateTimeOffset.FromUnixTimeMilliseconds(value) : null;

    private static class Names<T>
        where T : struct, Enum
    {
        public static readonly Dictionary<T, string> ByValue = Enum.GetValues<T>().ToDictionary(value => value, value => JsonSerializer.SerializeToElement(value).GetString()!);
        public static readonly Dictionary<string, T> ByName = ByValue.ToDictionary(pair => pair.Value, pair => pair.Key, StringComparer.Ordinal);
    }
}
