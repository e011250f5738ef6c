namespace Edge.Agent.Station.Receipts;

/// <summary>Receipts can't be read or written: the station must be in fail-safe. The message names the file and what to do.</summary>
public sealed class ReceiptJournalException : Exception
{
    /// <summary>Fails without saying why; use another constructor.</summary>
    public ReceiptJournalException()
    {
    }

    /// <summary>Fails because of <paramref name="message"/>.</summary>
    public ReceiptJournalException(string message)
        : base(message)
    {
    }

    /// <summary>Fails because of <paramref name="message"/>, found out through <paramref name="innerException"/>.</summary>
    public ReceiptJournalException(string message, Exception? innerException)
        : base(message, innerException)
    {
    }
}
