using Edge.Contracts.Receipts;

namespace Edge.Contracts.ShiftReports;

/// <summary>
/// Times from one trigger to the next. Receipts stand in the order in which parts left the line, and triggers are in order within a few parts of it;
/// the monotonic clock gives the interval, unless the machine was started in between.
/// </summary>
internal sealed class ShiftCycles
{
    private readonly List<ReceiptTrigger> _triggers = [];

    public long Standstills { get; private set; }

    public TimeSpan StandstillTime { get; private set; }

    public void Add(ReceiptTrigger trigger) => _triggers.Add(trigger);

    public ShiftTimes ToTimes()
    {
        var cycles = new List<long>();
        long standstill = ShiftTally.StandstillAfter.Ticks / TimeSpan.TicksPerMicrosecond;
        ReceiptTrigger? before = null;
        foreach (ReceiptTrigger trigger in _triggers.OrderBy(trigger => trigger.At))
        {
            if (before is not null)
            {
                long interval = trigger.MonotonicUs > before.MonotonicUs
                    ? trigger.MonotonicUs - before.MonotonicUs
                    : (trigger.At - before.At).Ticks / TimeSpan.TicksPerMicrosecond;
                if (interval <= standstill)
                {
                    cycles.Add(interval);
                }
                else
                {
                    Standstills++;
                    StandstillTime += TimeSpan.FromTicks(interval * TimeSpan.TicksPerMicrosecond);
                }
            }

            before = trigger;
        }

        return ShiftTimes.Of(cycles);
    }
}
