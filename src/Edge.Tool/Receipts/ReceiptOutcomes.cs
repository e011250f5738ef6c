using Edge.Contracts.Receipts;

namespace Edge.Tool.Receipts;

/// <summary>What the entries of a chain are about, counted on the way.</summary>
internal sealed class ReceiptOutcomes
{
    public long Parts { get; private set; }

    public long Pass { get; private set; }

    public long Fail { get; private set; }

    public long CannotJudge { get; private set; }

    /// <summary>Of those that cannot be judged: the station ended while they were on their way.</summary>
    public long Interrupted { get; private set; }

    public long GoldenParts { get; private set; }

    public long InterlockTrips { get; private set; }

    public long Starts { get; private set; }

    public long Recoveries { get; private set; }

    public void Add(ReceiptLine line)
    {
        switch (line.Entry.Receipt)
        {
            case PartReceipt part:
                Parts++;
                Pass += part.Outcome == ReceiptOutcome.Pass ? 1 : 0;
                Fail += part.Outcome == ReceiptOutcome.Fail ? 1 : 0;
                CannotJudge += part.Outcome == ReceiptOutcome.CannotJudge ? 1 : 0;
                Interrupted += part.Doubts.Contains(ReceiptDoubt.Interrupted) ? 1 : 0;
                break;
            case GoldenPartReceipt:
                GoldenParts++;
                break;
            case InterlockReceipt { State: InterlockState.Tripped }:
                InterlockTrips++;
                break;
            case StationReceipt { State: StationState.Started }:
                Starts++;
                break;
            case RecoveryReceipt:
                Recoveries++;
                break;
        }
    }
}
