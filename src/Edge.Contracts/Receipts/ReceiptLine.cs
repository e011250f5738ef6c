using System.Buffers;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;

namespace Edge.Contracts.Receipts;

/// <summary>
/// One line of a file of receipts: <c>{"entry":{…},"hash":"…","signature":"…"}</c> and a line feed. The entry is canonical JSON (RFC 8785);
/// the hash is SHA-256 of its bytes, which hold the hash of the entry before; the signature is the device key's over the same bytes.
/// </summary>
/// <param name="Entry">What it says.</param>
/// <param name="Hash">Its hash, 64 lower-case hexadecimal digits.</param>
public sealed record ReceiptLine(ReceiptEntry Entry, string Hash)
{
    /// <summary>Longest line in bytes, without its line feed: far above what a part with very many defects needs.</summary>
    public const int MaximumLength = 4 * 1024 * 1024;

    private static ReadOnlySpan<byte> Start => "{\"entry\":"u8;

    private static ReadOnlySpan<byte> HashKey => ",\"hash\":\""u8;

    private static ReadOnlySpan<byte> SignatureKey => "\",\"signature\":\""u8;

    private static ReadOnlySpan<byte> End => "\"}"u8;

    /// <summary>Writes the line of <paramref name="entry"/>, line feed included, to <paramref name="output"/>.</summary>
    /// <returns>The entry's hash.</returns>
    /// <exception cref="FormatException">A text or number of it has no canonical form.</exception>
    public static string Write(ReceiptEntry entry, ECDsa key, IBufferWriter<byte> output)
    {
        ArgumentNullException.ThrowIfNull(entry);
        ArgumentNullException.ThrowIfNull(key);
        ArgumentNullException.ThrowIfNull(output);
        byte[] canonical = Canonical(entry);
        string hash = Convert.ToHexStringLower(SHA256.HashData(canonical));
        string signature = ReceiptSignature.Sign(key, canonical);
        output.Write(Start);
        output.Write(canonical);
        output.Write(HashKey);
        output.Write(Encoding.ASCII.GetBytes(hash));
        output.Write(SignatureKey);
        output.Write(Encoding.ASCII.GetBytes(signature));
        output.Write(End);
        output.Write("\n"u8);
        return hash;
    }

    /// <summary>The bytes that are hashed and signed.</summary>
    /// <exception cref="FormatException">A text or number of it has no canonical form.</exception>
    public static byte[] Canonical(ReceiptEntry entry)
    {
        var output = new ArrayBufferWriter<byte>(2048);
        try
        {
            CanonicalJson.Write(JsonSerializer.SerializeToElement(entry, ReceiptJson.Default.ReceiptEntry), output);
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException or ArgumentException)
        {
            throw new FormatException($"a receipt can't be written: {e.Message}", e);
        }

        if (output.WrittenCount > MaximumLength - 512)
            throw new FormatException($"a receipt has {output.WrittenCount} bytes; allowed: {MaximumLength - 512}");
        return output.WrittenSpan.ToArray();
    }

    /// <summary>Reads a line on its own, without its line feed; its hash is checked, its signature and its place in the chain are not. Null where it is none.</summary>
    public static ReceiptLine? TryRead(ReadOnlyMemory<byte> line)
    {
        var check = new LineCheck(line);
        check.ReadLine();
        return check.Line;
    }

    /// <summary>Where the parts of a line are; false where it has not the one shape.</summary>
    internal static bool TrySplit(ReadOnlySpan<byte> line, out ReadOnlySpan<byte> entry, out ReadOnlySpan<byte> hash, out ReadOnlySpan<byte> signature)
    {
        entry = hash = signature = default;
        if (!line.StartsWith(Start) || !line.EndsWith(End))
            return false;
        ReadOnlySpan<byte> rest = line[Start.Length..^End.Length];
        int at = rest.LastIndexOf(SignatureKey);
        if (at < HashKey.Length + 64 || rest.Length - at - SignatureKey.Length > ReceiptSignature.MaximumLength)
            return false;
        signature = rest[(at + SignatureKey.Length)..];
        hash = rest[(at - 64)..at];
        rest = rest[..(at - 64)];
        if (!rest.EndsWith(HashKey))
            return false;
        entry = rest[..^HashKey.Length];
        return true;
    }

    /// <summary>Reads an entry; null where it is none that this code knows, and then <paramref name="why"/> says what is wrong.</summary>
    internal static ReceiptEntry? Read(ReadOnlySpan<byte> entry, out string why)
    {
        try
        {
            ReceiptEntry? read = JsonSerializer.Deserialize(entry, ReceiptJson.Default.ReceiptEntry);
            why = read is null ? "it is null" : "";
            return read;
        }
        catch (Exception e) when (e is JsonException or NotSupportedException or InvalidOperationException)
        {
            why = e.Message;
            return null;
        }
    }
}
