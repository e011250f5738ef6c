using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Edge.Contracts.Updates.Tuf;

/// <summary>Makes metadata files: a signed part (<see cref="TufRoot.ToSigned"/> and the like) with signatures.</summary>
public static class TufDocument
{
    private static readonly JsonSerializerOptions Json = new()
    {
        WriteIndented = true,
        NewLine = "\n",
        // Metadata goes into no web page; escaped plus signs only make keys hard to read.
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    /// <summary>Signs.</summary>
    /// <param name="signed">The signed part.</param>
    /// <param name="signers">Who signs; none makes a file for others to sign.</param>
    public static byte[] Sign(JsonObject signed, params IEnumerable<TufSigner> signers)
    {
        ArgumentNullException.ThrowIfNull(signed);
        ArgumentNullException.ThrowIfNull(signers);
        byte[] canonical = TufJson.Canonical(TufJson.Element(signed), "new metadata");
        return Write(signed, [.. signers.Select(signer => signer.Sign(canonical))]);
    }

    /// <summary>Adds a signature to a file that was signed elsewhere, or puts a new one in the place of an older one of the same key; the signed part stays as it is.</summary>
    /// <exception cref="TufRefusedException">The file is no metadata.</exception>
    public static byte[] AddSignature(ReadOnlyMemory<byte> utf8, TufSigner signer, string where)
    {
        ArgumentNullException.ThrowIfNull(signer);
        TufSignedFile file = TufSignedFile.Parse(utf8, where);
        return WithSignatures(file, [.. file.Signatures.Where(other => other.KeyId != signer.Public.Id), signer.Sign(file.Canonical.Span)]);
    }

    /// <summary>The signatures of several copies of one file together, as machines that signed apart bring them back.</summary>
    /// <exception cref="TufRefusedException">One is no metadata, or its signed part is another.</exception>
    public static byte[] Merge(IReadOnlyList<ReadOnlyMemory<byte>> copies, string where)
    {
        ArgumentNullException.ThrowIfNull(copies);
        TufSignedFile first = TufSignedFile.Parse(copies[0], where);
        Dictionary<string, TufSignature> signatures = first.Signatures.ToDictionary(signature => signature.KeyId);
        foreach (ReadOnlyMemory<byte> copy in copies.Skip(1))
        {
            TufSignedFile other = TufSignedFile.Parse(copy, where);
            if (!other.Canonical.Span.SequenceEqual(first.Canonical.Span))
                throw TufJson.Malformed(where, "two copies differ in what is signed; allowed: copies that differ in signatures only");
            foreach (TufSignature signature in other.Signatures)
                signatures[signature.KeyId] = signature;
        }

        return WithSignatures(first, [.. signatures.Values]);
    }

    private static byte[] WithSignatures(TufSignedFile file, IReadOnlyList<TufSignature> signatures) =>
        Write(JsonNode.Parse(file.Signed.GetRawText())!, signatures);

    private static byte[] Write(JsonNode signed, IReadOnlyList<TufSignature> signatures)
    {
        JsonObject file = new()
        {
            ["signatures"] = new JsonArray([.. signatures.Select(signature => new JsonObject { ["keyid"] = signature.KeyId, ["sig"] = signature.Sig })]),
            ["signed"] = signed.Parent is null ? signed : signed.DeepClone(),
        };
        return JsonSerializer.SerializeToUtf8Bytes(file, Json);
    }
}
