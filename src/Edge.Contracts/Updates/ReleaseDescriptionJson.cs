using System.Text.Json;
using System.Text.Json.Nodes;
using Edge.Contracts.Updates.Tuf;

namespace Edge.Contracts.Updates;

/// <summary>
/// A description as the <c>custom</c> object of a TUF target. Fractions are written in millionths and latencies in microseconds: canonical JSON of TUF has integers only.
/// Fields that this version doesn't know are left alone, so that a newer releaser can add some.
/// </summary>
public static class ReleaseDescriptionJson
{
    private const int LongestName = 100;
    private const int MostNames = 10_000;
    private const long MostDeltas = 64;
    private const long LargestCounter = 1L << 53;
    private const long Million = 1_000_000;

    /// <summary>Writes.</summary>
    /// <exception cref="ArgumentException">A value is out of its range.</exception>
    public static JsonObject Write(ReleaseDescription description)
    {
        ArgumentNullException.ThrowIfNull(description);
        JsonObject json = new()
        {
            ["counter"] = description.Counter,
            ["hardware"] = Texts(description.Hardware),
            ["kind"] = KindName(description.Kind),
            ["name"] = description.Name,
            ["serials"] = Texts(description.Serials),
            ["version"] = description.Version,
        };
        if (description.Replay is { } replay)
            json["maximumChangedPerMillion"] = (long)Math.Round(replay.MaximumChangedFraction * Million);
        if (description.MaximumLatencyMs is { } latency)
            json["maximumLatencyMicroseconds"] = (long)Math.Round(latency * 1000);
        if (description.Deltas.Count > 0)
        {
            json["deltas"] = new JsonArray([.. description.Deltas.Select(delta => new JsonObject
            {
                ["format"] = delta.Format,
                ["from"] = delta.FromSha256,
                ["path"] = delta.Path,
            })]);
        }

        try
        {
            _ = Read(TufJson.Element(json), "release");
            return json;
        }
        catch (TufRefusedException e)
        {
            throw new ArgumentException(e.Message, nameof(description), e);
        }
    }

    /// <summary>Reads; null for a target that says nothing of a release: it has no <c>kind</c>.</summary>
    /// <param name="custom">The object; null: there is none.</param>
    /// <param name="where">The target, for errors.</param>
    /// <exception cref="TufRefusedException"><see cref="TufFault.UnsuitableTarget"/>: it speaks of a release, but not soundly.</exception>
    public static ReleaseDescription? Read(JsonElement? custom, string where)
    {
        if (custom is not { } json)
            return null;
        try
        {
            return TufJson.Find(json, "kind", where) is null ? null : ReadRelease(json, where);
        }
        catch (TufRefusedException e)
        {
            throw new TufRefusedException(TufFault.UnsuitableTarget, e.Message, e);
        }
    }

    private static ReleaseDescription ReadRelease(JsonElement json, string where)
    {
        long counter = TufJson.Integer(json, "counter", 1, where);
        if (counter > LargestCounter)
            throw TufJson.Malformed(where, $"'counter' is {counter}; allowed: up to 2^53");
        return new ReleaseDescription
        {
            Kind = Kind(TufJson.Text(json, "kind", where), where),
            Name = Name(json, "name", where),
            Version = Name(json, "version", where),
            Counter = counter,
            Hardware = Names(json, "hardware", where),
            Serials = Names(json, "serials", where),
            Replay = Limit(json, "maximumChangedPerMillion", 0, Million, where) is { } changed ? new ReplayBudget((double)changed / Million) : null,
            MaximumLatencyMs = Limit(json, "maximumLatencyMicroseconds", 1, 3600 * Million, where) / 1000.0,
            Deltas = Deltas(json, where),
        };
    }

    private static List<DeltaDescription> Deltas(JsonElement json, string where)
    {
        if (TufJson.Find(json, "deltas", where) is null)
            return [];
        List<DeltaDescription> deltas = [];
        foreach (JsonElement delta in TufJson.Array(json, "deltas", where).EnumerateArray())
        {
            if (deltas.Count == MostDeltas)
                throw TufJson.Malformed(where, $"more than {MostDeltas} deltas");
            string from = TufJson.Text(delta, "from", where);
            if (from.Length != 64 || !from.All(char.IsAsciiHexDigitLower))
                throw TufJson.Malformed(where, "a delta's 'from' is not 64 lower-case hexadecimal digits");
            deltas.Add(new DeltaDescription(from, TufJson.Text(delta, "path", where), TufJson.Text(delta, "format", where)));
        }

        return deltas;
    }

    private static long? Limit(JsonElement json, string name, long lowest, long highest, string where)
    {
        if (TufJson.Find(json, name, where) is null)
            return null;
        long value = TufJson.Integer(json, name, lowest, where);
        return value <= highest ? value : throw TufJson.Malformed(where, $"'{name}' is {value}; allowed: {lowest} to {highest}");
    }

    // Names become parts of file names and of lines that people read.
    private static string Name(JsonElement json, string field, string where)
    {
        string name = TufJson.Text(json, field, where);
        if (name.Length is 0 or > LongestName || name.StartsWith('.') || !name.All(letter => char.IsAsciiLetterOrDigit(letter) || letter is '.' or '_' or '-'))
            throw TufJson.Malformed(where, $"'{field}' is '{TufJson.Shown(name)}'; allowed: 1 to {LongestName} letters, digits, '.', '_', '-', not '.' first");
        return name;
    }

    private static IReadOnlyList<string> Names(JsonElement json, string field, string where)
    {
        if (TufJson.Find(json, field, where) is null)
            return [];
        IReadOnlyList<string> names = TufJson.Texts(json, field, where);
        // An empty name would match a device that doesn't know its own.
        if (names.Count > MostNames || names.Any(name => name.Length is 0 or > LongestName))
            throw TufJson.Malformed(where, $"'{field}' has a name that is empty or longer than {LongestName}, or more than {MostNames} names");
        return names;
    }

    private static JsonArray Texts(IReadOnlyList<string> texts) => [.. texts.Select(text => JsonValue.Create(text))];

    private static string KindName(ReleaseKind kind) => kind switch
    {
        ReleaseKind.Model => "model",
        ReleaseKind.Configuration => "configuration",
        ReleaseKind.Agent => "agent",
        ReleaseKind.OperatingSystem => "os",
        _ => throw new ArgumentOutOfRangeException(nameof(kind), kind, "allowed: Model, Configuration, Agent, OperatingSystem"),
    };

    private static ReleaseKind Kind(string name, string where) => name switch
    {
        "model" => ReleaseKind.Model,
        "configuration" => ReleaseKind.Configuration,
        "agent" => ReleaseKind.Agent,
        "os" => ReleaseKind.OperatingSystem,
        _ => throw TufJson.Malformed(where, $"'kind' is '{TufJson.Shown(name)}'; allowed: model, configuration, agent, os"),
    };
}
