namespace Edge.Agent.Messaging.Sparkplug;

/// <summary>A metric's value: one of our types, or null of one.</summary>
internal readonly record struct MetricValue
{
    private MetricValue(SparkplugType type, bool isNull, long whole, double real, string text)
    {
        Type = type;
        IsNull = isNull;
        Whole = whole;
        Real = real;
        Text = text;
    }

    public SparkplugType Type { get; }

    /// <summary>There is no value now.</summary>
    public bool IsNull { get; }

    /// <summary>Of whole numbers; 1 and 0 of booleans.</summary>
    public long Whole { get; }

    /// <summary>Of <see cref="SparkplugType.Double"/>.</summary>
    public double Real { get; }

    /// <summary>Of <see cref="SparkplugType.String"/>; empty otherwise.</summary>
    public string Text { get; }

    public static MetricValue Of(int value) => new(SparkplugType.Int32, false, value, 0, "");

    public static MetricValue Of(long value) => new(SparkplugType.Int64, false, value, 0, "");

    public static MetricValue Of(long? value) => value is { } known ? Of(known) : Null(SparkplugType.Int64);

    public static MetricValue Of(double? value) => value is { } known && double.IsFinite(known) ? new(SparkplugType.Double, false, 0, known, "") : Null(SparkplugType.Double);

    public static MetricValue Of(bool value) => new(SparkplugType.Boolean, false, value ? 1 : 0, 0, "");

    public static MetricValue Of(string? value) => value is null ? Null(SparkplugType.String) : new(SparkplugType.String, false, 0, 0, value);

    public static MetricValue Null(SparkplugType type) => new(type, true, 0, 0, "");
}
