namespace Edge.Agent.Configuration.Description;

/// <summary>Names as they are written in YAML and JSON: camelCase.</summary>
internal static class Names
{
    public static string Of<TEnum>(TEnum value)
        where TEnum : struct, Enum
    {
        string name = value.ToString();
        return char.ToLowerInvariant(name[0]) + name[1..];
    }
}
