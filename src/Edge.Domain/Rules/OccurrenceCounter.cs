namespace Edge.Domain.Rules;

/// <summary>Numbers the alerts of one engine, from 1.</summary>
internal sealed class OccurrenceCounter
{
    private long _last;

    public long Next() => ++_last;
}
