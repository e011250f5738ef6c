using System.Text.Json;

namespace Edge.EndToEnd.Tests.Crash;

/// <summary>What the subscriber wrote down, and what it says about the promise. Thread safe.</summary>
internal sealed class DeliveryLog(Func<string, long, long> eventOf)
{
    private readonly Lock _gate = new();
    private readonly HashSet<Guid> _ids = [];
    private readonly Dictionary<string, List<long>> _firsts = [];

    /// <summary>Messages received, duplicates included.</summary>
    public int Received { get; private set; }

    /// <summary>Different ids among them.</summary>
    public int Distinct
    {
        get { lock (_gate) return _ids.Count; }
    }

    /// <summary>Notes one CloudEvent; which event it tells is the number that counts.</summary>
    /// <returns>Its id, for the receipt.</returns>
    public Guid Note(string json)
    {
        using JsonDocument document = JsonDocument.Parse(json);
        Guid id = document.RootElement.GetProperty("id").GetGuid();
        JsonElement data = document.RootElement.GetProperty("data");
        string camera = data.GetProperty("camera").GetString()!;
        long number = eventOf(camera, data.GetProperty("frame").GetProperty("sequence").GetInt64());
        lock (_gate)
        {
            Received++;
            if (_ids.Add(id))
            {
                if (!_firsts.TryGetValue(camera, out List<long>? numbers))
                    _firsts[camera] = numbers = [];
                numbers.Add(number);
            }
        }

        return id;
    }

    /// <summary>The last number of a camera that arrived, 0 where none did.</summary>
    public long Highest(string camera)
    {
        lock (_gate)
            return _firsts.TryGetValue(camera, out List<long>? numbers) && numbers.Count > 0 ? numbers.Max() : 0;
    }

    /// <summary>Checks: every event up to <paramref name="until"/> at least once, each under one id only, in order per camera, and nothing besides. Null is up to the latest of each camera that arrived.</summary>
    public CrashVerdict Judge(IEnumerable<string> cameras, long? until)
    {
        lock (_gate)
        {
            int lost = 0, twice = 0, disordered = 0, strange = 0;
            foreach (string camera in cameras)
            {
                List<long> numbers = [.. _firsts.GetValueOrDefault(camera, []).Where(number => number > 0)];
                strange += _firsts.GetValueOrDefault(camera, []).Count - numbers.Count;
                var seen = new HashSet<long>(numbers);
                twice += numbers.Count - seen.Count;
                for (long number = 1; number <= (until ?? numbers.DefaultIfEmpty().Max()); number++)
                    lost += seen.Contains(number) ? 0 : 1;
                disordered += numbers.Zip(numbers.Skip(1)).Count(pair => pair.Second <= pair.First);
            }

            return new CrashVerdict(lost, twice, disordered, strange, Received, _ids.Count);
        }
    }
}
