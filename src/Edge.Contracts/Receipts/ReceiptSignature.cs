using System.Buffers.Text;
using System.Formats.Asn1;
using System.Globalization;
using System.Numerics;
using System.Security.Cryptography;
using System.Text;

namespace Edge.Contracts.Receipts;

/// <summary>
/// The one way in which a signature is written: ECDSA on P-256 in DER, as base64, with the smaller of the two values of s.
/// Both (r, s) and (r, n − s) are valid, and DER and base64 have their slack, too: without one form a line could be changed and still verify.
/// </summary>
internal static class ReceiptSignature
{
    /// <summary>Longest in base64: DER has at most 72 bytes.</summary>
    public const int MaximumLength = 96;

    // The order of P-256 (FIPS 186-5, SP 800-186, 3.2.1.3).
    private static readonly BigInteger Order = BigInteger.Parse("0FFFFFFFF00000000FFFFFFFFFFFFFFFFBCE6FAADA7179E84F3B9CAC2FC632551", NumberStyles.HexNumber, CultureInfo.InvariantCulture);
    private static readonly BigInteger HalfOrder = Order / 2;

    /// <summary>Signs the entry.</summary>
    public static string Sign(ECDsa key, ReadOnlySpan<byte> entry)
    {
        byte[] der = key.SignData(entry, HashAlgorithmName.SHA256, DSASignatureFormat.Rfc3279DerSequence);
        (BigInteger r, BigInteger s) = Read(der);
        return Convert.ToBase64String(s > HalfOrder ? Der(r, Order - s) : der);
    }

    /// <summary>Whether <paramref name="signature"/> (base64) is the key's over <paramref name="entry"/>, in the one form.</summary>
    public static bool Verify(ECDsa key, ReadOnlySpan<byte> entry, ReadOnlySpan<byte> signature)
    {
        if (signature.Length is 0 or > MaximumLength)
            return false;
        Span<byte> der = stackalloc byte[MaximumLength];
        if (Base64.DecodeFromUtf8(signature, der, out int consumed, out int length) != System.Buffers.OperationStatus.Done || consumed != signature.Length)
            return false;
        der = der[..length];
        return IsOneForm(der, signature) && key.VerifyData(entry, der, HashAlgorithmName.SHA256, DSASignatureFormat.Rfc3279DerSequence);
    }

    private static bool IsOneForm(ReadOnlySpan<byte> der, ReadOnlySpan<byte> base64)
    {
        try
        {
            (BigInteger r, BigInteger s) = Read(der.ToArray());
            return r.Sign > 0 && r < Order && s.Sign > 0 && s <= HalfOrder
                && Encoding.ASCII.GetString(base64) == Convert.ToBase64String(Der(r, s));
        }
        catch (AsnContentException)
        {
            return false;
        }
    }

    private static (BigInteger R, BigInteger S) Read(byte[] der)
    {
        var reader = new AsnReader(der, AsnEncodingRules.DER);
        AsnReader sequence = reader.ReadSequence();
        (BigInteger, BigInteger) values = (sequence.ReadInteger(), sequence.ReadInteger());
        sequence.ThrowIfNotEmpty();
        reader.ThrowIfNotEmpty();
        return values;
    }

    private static byte[] Der(BigInteger r, BigInteger s)
    {
        var writer = new AsnWriter(AsnEncodingRules.DER);
        using (writer.PushSequence())
        {
            writer.WriteInteger(r);
            writer.WriteInteger(s);
        }

        return writer.Encode();
    }
}
