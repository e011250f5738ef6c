using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;

namespace Edge.Agent.Tests.Health.Telemetry;

/// <summary>
/// A strict reader of the text exposition format 0.0.4: what promtool refuses, it refuses. Every family has HELP and TYPE once, before its
/// samples, which stand together; names, labels, escapes and numbers are well formed; no sample comes twice; counters end in <c>_total</c>;
/// histograms are cumulative, ordered, and end in +Inf equal to the count.
/// </summary>
internal sealed partial class PrometheusParser
{
    private readonly Dictionary<string, string> _types = [];
    private readonly Dictionary<string, string> _help = [];
    private readonly Dictionary<string, double> _samples = [];
    private readonly HashSet<string> _closed = [];

    public static PrometheusParser Parse(string text)
    {
        var parser = new PrometheusParser();
        if (!text.EndsWith('\n') || text.Contains('\r'))
            throw new FormatException("lines end in a line feed, the last one too");
        string? family = null;
        foreach (string line in text[..^1].Split('\n'))
        {
            string named = line.StartsWith("# ", StringComparison.Ordinal) ? parser.Comment(line) : parser.Sample(line);
            if (named == family)
                continue;
            if (!parser._closed.Add(named))
                throw new FormatException($"family {named} is scattered: {line}");
            family = named;
        }

        parser.CheckHistograms();
        return parser;
    }

    public string TypeOf(string family) => _types[family];

    public string HelpOf(string family) => _help[family];

    public double Value(string name, params (string Name, string Value)[] labels) => _samples[Key(name, labels)];

    private static string Key(string name, IEnumerable<(string Name, string Value)> labels) =>
        name + string.Concat(labels.OrderBy(l => l.Name, StringComparer.Ordinal).Select(l => $"|{l.Name}={l.Value}"));

    private string Comment(string line)
    {
        Match match = CommentLine().Match(line);
        if (!match.Success)
            throw new FormatException("comment: " + line);
        string name = match.Groups["name"].Value;
        string text = match.Groups["text"].Value;
        if (match.Groups["kind"].Value == "HELP")
        {
            if (!_help.TryAdd(name, Unescape(text, quotes: false)))
                throw new FormatException("HELP twice: " + line);
            return name;
        }

        if (text is not ("counter" or "gauge" or "histogram") || !_help.ContainsKey(name) || !_types.TryAdd(name, text))
            throw new FormatException("TYPE: " + line);
        if (text == "counter" != name.EndsWith("_total", StringComparison.Ordinal))
            throw new FormatException("counters, and only they, end in _total: " + line);
        return name;
    }

    private string Sample(string line)
    {
        Match match = SampleLine().Match(line);
        if (!match.Success)
            throw new FormatException("sample: " + line);
        string name = match.Groups["name"].Value;
        var labels = match.Groups["label"].Captures.Zip(match.Groups["value"].Captures, (l, v) => (l.Value, Unescape(v.Value, quotes: true))).ToList();
        if (labels.DistinctBy(l => l.Value).Count() != labels.Count)
            throw new FormatException("label twice: " + line);
        string number = match.Groups["number"].Value;
        double value = number switch
        {
            "+Inf" => double.PositiveInfinity,
            "-Inf" => double.NegativeInfinity,
            "NaN" => double.NaN,
            _ => double.Parse(number, NumberStyles.Float, CultureInfo.InvariantCulture),
        };
        if (!_samples.TryAdd(Key(name, labels), value))
            throw new FormatException("sample twice: " + line);
        string family = HistogramPart().Replace(name, "") is { } stem && _types.GetValueOrDefault(stem) == "histogram" ? stem : name;
        return _types.ContainsKey(family) ? family : throw new FormatException("sample without TYPE: " + line);
    }

    private void CheckHistograms()
    {
        foreach (string family in _types.Where(t => t.Value == "histogram").Select(t => t.Key))
        {
            foreach (var series in _samples.Where(s => s.Key.StartsWith(family + "_bucket", StringComparison.Ordinal)).GroupBy(s => LeLabel().Replace(s.Key, "")))
            {
                var buckets = series.Select(s => (Le: LeLabel().Match(s.Key).Groups[1].Value, s.Value))
                    .Select(b => (Le: b.Le == "+Inf" ? double.PositiveInfinity : double.Parse(b.Le, CultureInfo.InvariantCulture), b.Value)).ToList();
                if (!buckets.SequenceEqual(buckets.OrderBy(b => b.Le)) || !buckets.Select(b => b.Value).SequenceEqual(buckets.Select(b => b.Value).Order()) || !double.IsPositiveInfinity(buckets[^1].Le))
                    throw new FormatException("buckets: " + series.Key);
                if (buckets[^1].Value != _samples[series.Key.Replace("_bucket", "_count")])
                    throw new FormatException("+Inf is not the count: " + series.Key);
                _ = _samples[series.Key.Replace("_bucket", "_sum")];
            }
        }
    }

    private static string Unescape(string text, bool quotes)
    {
        var plain = new StringBuilder();
        for (int i = 0; i < text.Length; i++)
        {
            if (text[i] != '\\')
            {
                plain.Append(text[i]);
                continue;
            }

            char escaped = ++i < text.Length ? text[i] : '\0';
            plain.Append(escaped switch
            {
                'n' => '\n',
                '\\' => '\\',
                '"' when quotes => '"',
                _ => throw new FormatException("escape: " + text),
            });
        }

        return plain.ToString();
    }

    [GeneratedRegex("^# (?<kind>HELP|TYPE) (?<name>[a-zA-Z_:][a-zA-Z0-9_:]*) (?<text>.*)$")]
    private static partial Regex CommentLine();

    [GeneratedRegex("""^(?<name>[a-zA-Z_:][a-zA-Z0-9_:]*)(\{((?<label>[a-zA-Z_][a-zA-Z0-9_]*)="(?<value>(\\.|[^"\\])*)"(,(?=[a-z])|(?=\})))+\})? (?<number>[-+]?[0-9][-+.0-9eE]*|[+-]Inf|NaN)$""")]
    private static partial Regex SampleLine();

    [GeneratedRegex("_(bucket|sum|count)$")]
    private static partial Regex HistogramPart();

    [GeneratedRegex(@"\|le=([^|]*)")]
    private static partial Regex LeLabel();
}
