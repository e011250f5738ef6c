using System.Buffers;
using System.Globalization;

namespace Edge.Agent.Capture.Synthetic;

/// <summary>
/// The <c>key=value&amp;…</c> part of a synthetic source. Readers take what they know; <see cref="Fault"/> then tells
/// everything that was wrong at once: values out of range, keys that nobody took.
/// </summary>
internal sealed class SyntheticQuery
{
    private static readonly SearchValues<char> Digits = SearchValues.Create("0123456789.");

    private readonly Dictionary<string, string> _values = new(StringComparer.Ordinal);
    private readonly SortedSet<string> _known = new(StringComparer.Ordinal);
    private readonly List<string> _faults = [];

    public SyntheticQuery(string text)
    {
        foreach (string part in text.Split('&', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries))
        {
            int equals = part.IndexOf('=', StringComparison.Ordinal);
            string key = equals < 0 ? part : part[..equals];
            if (equals < 0)
                _faults.Add($"'{part}' has no value; write {part}=…");
            else if (!_values.TryAdd(key, part[(equals + 1)..]))
                _faults.Add($"'{key}' is given twice");
        }
    }

    public int Integer(string key, int otherwise, int minimum, int maximum)
    {
        if (!Take(key, out string text))
            return otherwise;
        if (int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out int value) && value >= minimum && value <= maximum)
            return value;
        _faults.Add($"{key} is '{text}'; allowed: {minimum} to {maximum}");
        return otherwise;
    }

    public double Number(string key, double otherwise, double minimum, double maximum)
    {
        if (!Take(key, out string text))
            return otherwise;
        if (double.TryParse(text, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out double value) && value >= minimum && value <= maximum)
            return value;
        _faults.Add($"{key} is '{text}'; allowed: {minimum} to {maximum}");
        return otherwise;
    }

    public string Word(string key, string otherwise, params string[] allowed)
    {
        if (!Take(key, out string text))
            return otherwise;
        if (allowed.Contains(text, StringComparer.Ordinal))
            return text;
        _faults.Add($"{key} is '{text}'; allowed: {string.Join(", ", allowed)}");
        return otherwise;
    }

    /// <summary>A time with its unit: <c>500ms</c>, <c>8s</c>, <c>2m</c>, <c>1h</c>.</summary>
    public TimeSpan Duration(string key, TimeSpan otherwise = default)
    {
        if (!Take(key, out string text))
            return otherwise;
        int unitAt = text.AsSpan().IndexOfAnyExcept(Digits);
        double unit = unitAt < 0 ? 0 : text[unitAt..] switch { "ms" => 0.001, "s" => 1, "m" => 60, "h" => 3600, _ => 0 };
        if (unit > 0
            && double.TryParse(text.AsSpan(0, unitAt), NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out double value)
            && value * unit is >= 0.001 and <= 86_400)
        {
            return TimeSpan.FromSeconds(value * unit);
        }

        _faults.Add($"{key} is '{text}'; allowed: 1ms to 24h, as 500ms, 8s, 2m or 1h");
        return otherwise;
    }

    /// <summary>Refuses keys that make no sense together with <paramref name="because"/>.</summary>
    public void Refuse(string because, params string[] keys)
    {
        foreach (string key in keys)
        {
            if (_values.Remove(key))
                _faults.Add($"{key} does not go with {because}");
        }
    }

    /// <summary>Everything that is wrong; null when nothing is. Ask after all keys were read.</summary>
    public string? Fault(string source)
    {
        foreach (string key in _values.Keys)
            _faults.Add($"'{key}' is no setting; allowed: {string.Join(", ", _known)}");
        return _faults.Count == 0 ? null : $"{source}: {string.Join("; ", _faults)}";
    }

    private bool Take(string key, out string text)
    {
        _known.Add(key);
        return _values.Remove(key, out text!);
    }
}
