using System.Security.Cryptography;
using System.Text;

namespace Edge.Contracts.Receipts;

/// <summary>One line on its own: shape, hash and, once the key is known, signature. The place in the chain is <see cref="ReceiptVerifier"/>'s.</summary>
internal sealed class LineCheck
{
    private readonly ReadOnlyMemory<byte> _line;

    public LineCheck(ReadOnlyMemory<byte> line) => _line = line;

    /// <summary>Bytes, without the line feed.</summary>
    public int Length => _line.Length;

    /// <summary>What the line says; null where it can't be read.</summary>
    public ReceiptLine? Line { get; private set; }

    /// <summary>The key that must have signed it.</summary>
    public ReceiptKey? Key { get; set; }

    /// <summary>What is wrong; null while nothing is.</summary>
    public (ReceiptFaultKind Kind, string Text)? Fault { get; private set; }

    /// <summary>Splits, hashes and reads the line.</summary>
    public void ReadLine()
    {
        if (!ReceiptLine.TrySplit(_line.Span, out ReadOnlySpan<byte> entry, out ReadOnlySpan<byte> hash, out _))
        {
            Fault = (ReceiptFaultKind.Shape, _line.IsEmpty ? "the line is empty" : """the line has not the form {"entry":{…},"hash":"…","signature":"…"}""");
            return;
        }

        string actual = Convert.ToHexStringLower(SHA256.HashData(entry));
        if (!hash.SequenceEqual(Encoding.ASCII.GetBytes(actual)))
        {
            Fault = (ReceiptFaultKind.Hash, $"the entry's SHA-256 is {actual}, which the line's hash is not: entry or hash was changed");
            return;
        }

        ReceiptEntry? read = ReceiptLine.Read(entry, out string why);
        if (read is null || read.Format != ReceiptEntry.Format1)
            Fault = (ReceiptFaultKind.Shape, read is null ? $"the entry can't be read as {ReceiptEntry.Format1}: {why}" : $"the format is '{Shown(read.Format)}'; known: {ReceiptEntry.Format1}");
        else
            Line = new ReceiptLine(read, actual);
    }

    /// <summary>Checks the signature with <paramref name="open"/>, which is <see cref="Key"/> opened.</summary>
    public void Verify(ECDsa open)
    {
        ReceiptLine.TrySplit(_line.Span, out ReadOnlySpan<byte> entry, out _, out ReadOnlySpan<byte> signature);
        if (!ReceiptSignature.Verify(open, entry, signature))
            Fault = (ReceiptFaultKind.Signature, $"the signature is not that of key {Key!.Id}");
    }

    /// <summary>Says that the line is not in its place.</summary>
    public void Refuse(ReceiptFaultKind kind, string text) => Fault = (kind, text);

    private static string Shown(string text) => text.Length <= 40 ? text : text[..40] + "…";
}
