using System.Threading.Channels;
using Edge.Agent.Outbox;
using Edge.Agent.Station.Receipts;
using Edge.Contracts.Receipts;
using Microsoft.Extensions.Logging;

namespace Edge.Agent.Station;

/// <summary>
/// What is proved and told of closed parts: a receipt into the chain, then, with its place there, a message into the outbox. In order, and each part once:
/// the outbox remembers the last receipt that was told, and a start after a crash in between tells the rest. Thread safe.
/// </summary>
internal sealed class PartLedger : IAsyncDisposable
{
    private readonly ReceiptJournal _journal;
    private readonly IOutbox _outbox;
    private readonly ILogger _log;
    private readonly Channel<(Task<ReceiptHead> Receipt, Func<ReceiptHead, OutboxMessage> Message, Action<ReceiptHead> Done)> _told =
        Channel.CreateUnbounded<(Task<ReceiptHead>, Func<ReceiptHead, OutboxMessage>, Action<ReceiptHead>)>(new UnboundedChannelOptions { SingleReader = true });

    private readonly Task _loop;

    /// <summary>A ledger; the journal stays the caller's.</summary>
    public PartLedger(ReceiptJournal journal, IOutbox outbox, ILogger log)
    {
        _journal = journal;
        _outbox = outbox;
        _log = log;
        _loop = RunAsync();
    }

    /// <summary>Enters a closed part: its receipt goes to the disk at once, the rest follows.</summary>
    /// <param name="receipt">The receipt.</param>
    /// <param name="message">Makes the message when the receipt has its place.</param>
    /// <param name="done">Called when the receipt is on disk.</param>
    public void Enter(Receipt receipt, Func<ReceiptHead, OutboxMessage> message, Action<ReceiptHead> done) =>
        _told.Writer.TryWrite((_journal.AppendAsync(receipt).AsTask(), message, done));

    /// <summary>Enters what is not about a part.</summary>
    public void Enter(Receipt receipt) => _ = NoteAsync(_journal.AppendAsync(receipt).AsTask());

    /// <summary>Finishes what was entered, as far as the disk takes it.</summary>
    public async ValueTask DisposeAsync()
    {
        _told.Writer.TryComplete();
        await _loop.WaitAsync(TimeSpan.FromSeconds(2)).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }

    private async Task RunAsync()
    {
        await foreach ((Task<ReceiptHead> receipt, Func<ReceiptHead, OutboxMessage> message, Action<ReceiptHead> done) in _told.Reader.ReadAllAsync().ConfigureAwait(false))
        {
            try
            {
                ReceiptHead head = await receipt.ConfigureAwait(false);
                _ = _outbox.CommitAsync(message(head) with { SourcePosition = head.Sequence }).AsTask();
                done(head);
            }
            catch (Exception e) // loop edge: the journal has told its fault, which puts the station into fail-safe
            {
                _log.LogError(e, "A part's receipt is not written");
            }
        }
    }

    private async Task NoteAsync(Task<ReceiptHead> receipt)
    {
        try
        {
            await receipt.ConfigureAwait(false);
        }
        catch (ReceiptJournalException e)
        {
            _log.LogError("A receipt is not written: {Error}", e.Message);
        }
    }
}
