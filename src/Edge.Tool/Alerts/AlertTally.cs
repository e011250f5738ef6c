using Edge.Contracts.Messages;

namespace Edge.Tool.Alerts;

/// <summary>Counts the alert messages that a subscriber received. Not thread safe.</summary>
internal sealed class AlertTally
{
    private readonly HashSet<string> _eventIds = [];
    private readonly HashSet<string> _alertIds = [];
    private readonly SortedDictionary<string, int> _byRule = new(StringComparer.Ordinal);

    /// <summary>Alert messages, duplicates too.</summary>
    public long Messages { get; private set; }

    /// <summary>Messages whose event had come before: at-least-once delivery may do that.</summary>
    public long Duplicates { get; private set; }

    /// <summary>Lines that are no alert messages.</summary>
    public long Malformed { get; private set; }

    /// <summary>Distinct alerts whose beginning was received.</summary>
    public int Alerts => _alertIds.Count;

    /// <summary>Of them, how many each rule raised, by rule id.</summary>
    public IReadOnlyDictionary<string, int> ByRule => _byRule;

    /// <summary>Counts one line.</summary>
    public void Add(ReadOnlySpan<byte> line)
    {
        if (!AlertLine.TryRead(line, out CloudEvent<AlertMessage>? alert))
        {
            Malformed++;
            return;
        }

        Messages++;
        // CloudEvents: an id is unique for its source, not in the world.
        if (!_eventIds.Add($"{alert.Source}\n{alert.Id}"))
        {
            Duplicates++;
            return;
        }

        if (alert.Data.Phase == AlertMessagePhase.New && _alertIds.Add(alert.Data.AlertId))
            _byRule[alert.Data.Rule] = _byRule.GetValueOrDefault(alert.Data.Rule) + 1;
    }
}
