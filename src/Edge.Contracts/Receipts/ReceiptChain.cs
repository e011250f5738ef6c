using System.Buffers;
using System.Security.Cryptography;

namespace Edge.Contracts.Receipts;

/// <summary>
/// The growing end of a station's chain: gives each receipt its number and its link, signs it, and moves on. It writes to memory only; what becomes of the
/// bytes is the caller's matter, who goes back to an earlier <see cref="Head"/> by making another chain there. Not thread safe.
/// </summary>
public sealed class ReceiptChain
{
    private readonly string _station;
    private ECDsa _key;

    /// <summary>Goes on behind <paramref name="head"/>.</summary>
    /// <param name="station">Id of the station.</param>
    /// <param name="head">The last entry; <see cref="ReceiptHead.None"/> begins a chain.</param>
    /// <param name="key">Signs; stays the caller's, who disposes it after the chain's last use.</param>
    public ReceiptChain(string station, ReceiptHead head, ECDsa key)
    {
        ArgumentException.ThrowIfNullOrEmpty(station);
        ArgumentNullException.ThrowIfNull(head);
        ArgumentNullException.ThrowIfNull(key);
        _station = station;
        _key = key;
        Head = head;
    }

    /// <summary>The last entry.</summary>
    public ReceiptHead Head { get; private set; }

    /// <summary>Writes the line of the next entry.</summary>
    /// <param name="receipt">What it proves.</param>
    /// <param name="at">When it is appended.</param>
    /// <param name="output">Gets the line with its line feed.</param>
    /// <returns>The new <see cref="Head"/>.</returns>
    /// <exception cref="FormatException">A text or number of it has no canonical form; nothing was written and the chain is where it was.</exception>
    public ReceiptHead Append(Receipt receipt, DateTimeOffset at, IBufferWriter<byte> output)
    {
        var entry = new ReceiptEntry
        {
            Format = ReceiptEntry.Format1,
            Station = _station,
            Sequence = Head.Sequence + 1,
            Previous = Head.Hash,
            At = at,
            Receipt = receipt,
        };
        return Head = new ReceiptHead(entry.Sequence, ReceiptLine.Write(entry, _key, output));
    }

    /// <summary>Writes the entry that names the new key, signed by the old one; everything after it is signed by <paramref name="next"/>.</summary>
    /// <returns>The new <see cref="Head"/>.</returns>
    public ReceiptHead ChangeKey(ECDsa next, DateTimeOffset at, IBufferWriter<byte> output)
    {
        ReceiptHead head = Append(new KeyReceipt { PublicKey = ReceiptKey.Of(next).ToBase64() }, at, output);
        _key = next;
        return head;
    }
}
