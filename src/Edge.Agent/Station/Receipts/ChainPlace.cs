using Edge.Contracts.Receipts;

namespace Edge.Agent.Station.Receipts;

/// <summary>Where a chain goes on.</summary>
/// <param name="File">Number of the last file; 0 where the chain begins.</param>
/// <param name="Length">Its committed bytes; null where a new file must be begun.</param>
/// <param name="Head">The last committed entry.</param>
/// <param name="Key">The key in force; null where the chain begins.</param>
internal sealed record ChainPlace(int File, long? Length, ReceiptHead Head, ReceiptKey? Key);
